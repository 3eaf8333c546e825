import '../../../graphql/refused';
import { graphql } from '../../../graphql/graphql';

graphql(`
  fragment ShownGreetings on ConversationalComponents {
    isWelcomeMessageOn
    iceBreakers
    commands {
      name
      description
    }
  }
`);

export const GREETINGS = graphql(`
  query GreetingsOfNumber($phoneNumberId: ID!) {
    conversationalComponents(phoneNumberId: $phoneNumberId) {
      ...ShownGreetings
    }
  }
`);

export const SET_GREETINGS = graphql(`
  mutation SetGreetings($input: SetConversationalComponentsInput!) {
    setConversationalComponents(input: $input) {
      errors {
        ...Refused
      }
    }
  }
`);
