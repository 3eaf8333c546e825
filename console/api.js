/** Queries and mutations, signed in. */
export const session = { token: sessionStorage.getItem('token'), onSignedOut: () => undefined };

export function signIn(token) {
  session.token = token;
  sessionStorage.setItem('token', token);
}

export function signOut() {
  session.token = null;
  sessionStorage.removeItem('token');
}

export async function graphql(query, variables = {}) {
  const response = await fetch('/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...authorization() },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = await response.json();
  if (errors?.[0]?.extensions?.code === 'UNAUTHENTICATED') session.onSignedOut();
  if (errors !== undefined) throw new Error(errors[0].message);
  return data;
}

/** The first thing that was wrong with a mutation, in a sentence; empty when it was done. */
export async function act(mutation, type, input, selection = '') {
  const data = await graphql(
    `mutation ($input: ${type}!) { ${mutation}(input: $input) { ${selection} errors { message } } }`,
    { input },
  );
  return data[mutation].errors[0]?.message ?? '';
}

/** Uploads a file. Answers its id, or throws with what is wrong with it. */
export async function upload(file, accountId) {
  const form = new FormData();
  form.set('accountId', accountId);
  form.set('file', file);
  const response = await fetch('/media', { method: 'POST', headers: authorization(), body: form });
  const body = await response.json();
  if (response.status !== 201) throw new Error(body.errors[0].message);
  return body.id;
}

function authorization() {
  return session.token === null ? {} : { authorization: `Bearer ${session.token}` };
}
