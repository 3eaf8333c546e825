import '../graphql/refused';
import { graphql } from '../graphql/graphql';

graphql(`
  fragment AlertSettings on NotificationSettings {
    push
    pushText
    email
    emailAfterMinutes
    muted
    mutedAccountIds
    canEmail
    pushPublicKey
    devices {
      id
      userAgent
      createdAt
      isCurrent
    }
    problems {
      channel
      code
      message
      since
      people
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

/** What a browser asks that is pushed to, when somebody has signed in. */
export const PUSHED_HERE = graphql(`
  query PushedHere {
    notificationSettings {
      pushPublicKey
      devices {
        id
        isCurrent
      }
    }
    sessions {
      id
      isCurrent
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

export const TEST_ALERT = graphql(`
  mutation TestAlert($input: TestAlertInput!) {
    testAlert(input: $input) {
      problem {
        code
        message
      }
      errors {
        ...Refused
      }
    }
  }
`);
