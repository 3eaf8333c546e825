/**
 * @generated SignedSource<<e0a2f1daba565634b0e8b93a80ddfe2a>>
 * @lightSyntaxTransform
 */

/* tslint:disable */
/* eslint-disable */
// @ts-nocheck

import { ConcreteRequest } from 'relay-runtime';
export type MessageDirection = "INBOUND" | "INTERNAL" | "OUTBOUND" | "%future added value";
export type MessageStatus = "CANCELLED" | "DELIVERED" | "FAILED" | "HELD" | "PLAYED" | "QUEUED" | "READ" | "RECEIVED" | "SENDING" | "SENT" | "UNCONFIRMED" | "%future added value";
export type mainChatQuery$variables = {
  id: string;
};
export type mainChatQuery$data = {
  readonly conversation: {
    readonly id: string;
    readonly messages: {
      readonly nodes: ReadonlyArray<{
        readonly direction: MessageDirection;
        readonly id: string;
        readonly sortKey: string;
        readonly status: MessageStatus;
        readonly text: string | null | undefined;
      }>;
    };
  } | null | undefined;
};
export type mainChatQuery = {
  response: mainChatQuery$data;
  variables: mainChatQuery$variables;
};

const node: ConcreteRequest = (function(){
var v0 = [
  {
    "defaultValue": null,
    "kind": "LocalArgument",
    "name": "id"
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
        "name": "id",
        "variableName": "id"
      }
    ],
    "concreteType": "Conversation",
    "kind": "LinkedField",
    "name": "conversation",
    "plural": false,
    "selections": [
      (v1/*:: as any*/),
      {
        "alias": null,
        "args": [
          {
            "kind": "Literal",
            "name": "last",
            "value": 50
          }
        ],
        "concreteType": "MessageConnection",
        "kind": "LinkedField",
        "name": "messages",
        "plural": false,
        "selections": [
          {
            "alias": null,
            "args": null,
            "concreteType": "Message",
            "kind": "LinkedField",
            "name": "nodes",
            "plural": true,
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
              }
            ],
            "storageKey": null
          }
        ],
        "storageKey": "messages(last:50)"
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
    "name": "mainChatQuery",
    "selections": (v2/*:: as any*/),
    "type": "Query",
    "abstractKey": null
  },
  "kind": "Request",
  "operation": {
    "argumentDefinitions": (v0/*:: as any*/),
    "kind": "Operation",
    "name": "mainChatQuery",
    "selections": (v2/*:: as any*/)
  },
  "params": {
    "cacheID": "dece0603d4b382f887c3d2b64fe07dd0",
    "id": null,
    "metadata": {},
    "name": "mainChatQuery",
    "operationKind": "query",
    "text": "query mainChatQuery(\n  $id: ID!\n) {\n  conversation(id: $id) {\n    id\n    messages(last: 50) {\n      nodes {\n        id\n        sortKey\n        direction\n        status\n        text\n      }\n    }\n  }\n}\n"
  }
};
})();

(node as any).hash = "71194e72108c65b18fdce6ea196a4ff0";

export default node;
