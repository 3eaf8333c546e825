import '../graphql/refused';
import { graphql } from '../graphql/graphql';

graphql(`
  fragment AlertSettings on NotificationSettings {
    push
    email
    emailAfterMinutes
    muted
    canEmail
    pushPublicKey
    devices {
      id
      userAgent
      createdAt
    }
  }
`);

export const SETTINGS = graphql(`
  query NotificationSettings {
    notificationSettings {
      ...AlertSettings
    }
  }
`);

export const CHANGE_SETTINGS = graphql(`
  mutation UpdateNotificationSettings($input: NotificationSettingsInput!) {
    updateNotificationSettings(input: $input) {
      settings {
        ...AlertSettings
      }
      errors {
        ...Refused
      }
    }
  }
`);

export const ADD_DEVICE = graphql(`
  mutation AddPushDevice($input: AddPushDeviceInput!) {
    addPushDevice(input: $input) {
      device {
        id
      }
      errors {
        ...Refused
      }
    }
  }
`);

export const REMOVE_DEVICE = graphql(`
  mutation RemovePushDevice($input: PushDeviceIdInput!) {
    removePushDevice(input: $input) {
      errors {
        ...Refused
      }
    }
  }
`);
