/**
 * @generated SignedSource<<06f8f0caa34cea27806697d18460d488>>
 * @lightSyntaxTransform
 */

/* tslint:disable */
/* eslint-disable */
// @ts-nocheck

import { ConcreteRequest } from 'relay-runtime';
export type MessageDirection = "INBOUND" | "INTERNAL" | "OUTBOUND" | "%future added value";
export type MessageStatus = "CANCELLED" | "DELIVERED" | "FAILED" | "HELD" | "PLAYED" | "QUEUED" | "READ" | "RECEIVED" | "SENDING" | "SENT" | "UNCONFIRMED" | "%future added value";
export type mainEventsSubscription$variables = {
  accountId: string;
  after?: string | null | undefined;
};
export type mainEventsSubscription$data = {
  readonly inboxEvents: {
    readonly __typename: string;
    readonly cursor: string;
    readonly message?: {
      readonly conversation: {
        readonly id: string;
      };
      readonly direction: MessageDirection;
      readonly id: string;
      readonly sortKey: string;
      readonly status: MessageStatus;
      readonly text: string | null | undefined;
    };
  };
};
export type mainEventsSubscription = {
  response: mainEventsSubscription$data;
  variables: mainEventsSubscription$variables;
};

const node: ConcreteRequest = (function(){
var v0 = [
  {
    "defaultValue": null,
    "kind": "LocalArgument",
    "name": "accountId"
  },
  {
    "defaultValue": null,
    "kind": "LocalArgument",
    "name": "after"
  }
],
v1 = {
  "alias": null,
  "args": null,
  "kind": "ScalarField",
  "name": "id",
  "storageKey": null
},
v2 = [
  {
    "alias": null,
    "args": [
      {
        "kind": "Variable",
        "name": "accountId",
        "variableName": "accountId"
      },
      {
        "kind": "Variable",
        "name": "after",
        "variableName": "after"
      }
    ],
    "concreteType": null,
    "kind": "LinkedField",
    "name": "inboxEvents",
    "plural": false,
    "selections": [
      {
        "alias": null,
        "args": null,
        "kind": "ScalarField",
        "name": "__typename",
        "storageKey": null
      },
      {
        "alias": null,
        "args": null,
        "kind": "ScalarField",
        "name": "cursor",
        "storageKey": null
      },
      {
        "kind": "InlineFragment",
        "selections": [
          {
            "alias": null,
            "args": null,
            "concreteType": "Message",
            "kind": "LinkedField",
            "name": "message",
            "plural": false,
            "selections": [
              (v1/*:: as any*/),
              {
                "alias": null,
                "args": null,
                "kind": "ScalarField",
                "name": "sortKey",
                "storageKey": null
              },
              {
                "alias": null,
                "args": null,
                "kind": "ScalarField",
                "name": "direction",
                "storageKey": null
              },
              {
                "alias": null,
                "args": null,
                "kind": "ScalarField",
                "name": "status",
                "storageKey": null
              },
              {
                "alias": null,
                "args": null,
                "kind": "ScalarField",
                "name": "text",
                "storageKey": null
              },
              {
                "alias": null,
                "args": null,
                "concreteType": "Conversation",
                "kind": "LinkedField",
                "name": "conversation",
                "plural": false,
                "selections": [
                  (v1/*:: as any*/)
                ],
                "storageKey": null
              }
            ],
            "storageKey": null
          }
        ],
        "type": "MessageChanged",
        "abstractKey": null
      }
    ],
    "storageKey": null
  }
];
return {
  "fragment": {
    "argumentDefinitions": (v0/*:: as any*/),
    "kind": "Fragment",
    "metadata": null,
    "name": "mainEventsSubscription",
    "selections": (v2/*:: as any*/),
    "type": "Subscription",
    "abstractKey": null
  },
  "kind": "Request",
  "operation": {
    "argumentDefinitions": (v0/*:: as any*/),
    "kind": "Operation",
    "name": "mainEventsSubscription",
    "selections": (v2/*:: as any*/)
  },
  "params": {
    "cacheID": "c0cfbdc5d1d9608094534fba51968f7e",
    "id": null,
    "metadata": {},
    "name": "mainEventsSubscription",
    "operationKind": "subscription",
    "text": "subscription mainEventsSubscription(\n  $accountId: ID!\n  $after: ID\n) {\n  inboxEvents(accountId: $accountId, after: $after) {\n    __typename\n    cursor\n    ... on MessageChanged {\n      message {\n        id\n        sortKey\n        direction\n        status\n        text\n        conversation {\n          id\n        }\n      }\n    }\n  }\n}\n"
  }
};
})();

(node as any).hash = "f76ca6bbd92a02a70a83c23aa523b903";

export default node;
