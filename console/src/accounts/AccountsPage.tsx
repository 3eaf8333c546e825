import { Route, Switch } from 'wouter';
import { RepliesPage } from '../replies/RepliesPage';
import { AccountDetail } from './AccountDetail';
import { AccountList } from './AccountList';
import { NewAccount } from './NewAccount';
import { NumberPage } from './number/NumberPage';

export default function AccountsPage() {
  return (
    <Switch>
      <Route path="/accounts/new">
        <NewAccount />
      </Route>
      <Route path="/accounts/replies">
        <RepliesPage />
      </Route>
      <Route path="/accounts/:id/numbers/:numberId">
        {({ id, numberId }) => <NumberPage key={numberId} accountId={id} numberId={numberId} />}
      </Route>
      <Route path="/accounts/:id">{({ id }) => <AccountDetail key={id} id={id} />}</Route>
      <Route>
        <AccountList />
      </Route>
    </Switch>
  );
}
