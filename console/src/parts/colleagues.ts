import { useMemo } from 'react';
import { useQuery } from 'urql';
import { graphql } from '../graphql/graphql';

const PEOPLE = graphql(`
  query People($search: String) {
    users(first: 100, filter: { search: $search }) {
      nodes {
        id
        name
        isActive
      }
    }
  }
`);

/** Those who can be chosen for something. */
export function useColleagues() {
  const [{ data, error }] = useQuery({ query: PEOPLE, variables: { search: null } });
  const colleagues = useMemo(() => (data?.users.nodes ?? []).filter(({ isActive }) => isActive), [data]);
  return { colleagues, error };
}
