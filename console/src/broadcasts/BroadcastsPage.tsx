import { Route, Switch } from 'wouter';
import { BroadcastDetail } from './BroadcastDetail';
import { BroadcastList } from './BroadcastList';
import { NewBroadcast } from './NewBroadcast';

export default function BroadcastsPage() {
  return (
    <Switch>
      <Route path="/broadcasts/new">
        <NewBroadcast />
      </Route>
      <Route path="/broadcasts/:id">{({ id }) => <BroadcastDetail key={id} id={id} />}</Route>
      <Route>
        <BroadcastList />
      </Route>
    </Switch>
  );
}
