import { Route, Switch } from 'wouter';
import { NewTemplate } from './NewTemplate';
import { TemplateDetail } from './TemplateDetail';
import { TemplateList } from './TemplateList';

export default function TemplatesPage() {
  return (
    <Switch>
      <Route path="/templates/new">
        <NewTemplate />
      </Route>
      <Route path="/templates/:id">{({ id }) => <TemplateDetail key={id} id={id} />}</Route>
      <Route>
        <TemplateList />
      </Route>
    </Switch>
  );
}
