import { Route, Switch } from 'wouter';
import { RepliesPage } from '../replies/RepliesPage';
import { AccountDetail } from './AccountDetail';
import { AccountList } from './AccountList';
import { NewAccount } from './NewAccount';

export default function AccountsPage() {
  return (
    <Switch>
      <Route path="/accounts/new">
        <NewAccount />
      </Route>
      <Route path="/accounts/replies">
        <RepliesPage />
      </Route>
      <Route path="/accounts/:id">{({ id }) => <AccountDetail key={id} id={id} />}</Route>
      <Route>
        <AccountList />
      </Route>
    </Switch>
  );
}
