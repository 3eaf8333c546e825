import { useText } from '../../language/text';
import { answeredFields, type Answer, type AnsweredField } from './form-answers';
import css from './Content.module.css';

/** What somebody has filled in, name by name. */
export default function FormAnswers({ response }: { response: unknown }) {
  return typeof response === 'object' && response !== null ? <Fields fields={answeredFields(response)} /> : null;
}

function Fields({ fields }: { fields: AnsweredField[] }) {
  return (
    <dl className={css.answers}>
      {fields.map(({ name, answer }, index) => (
        <div key={index}>
          <dt>
            <bdi>{name}</bdi>
          </dt>
          <dd>
            <AnswerView answer={answer} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

function AnswerView({ answer }: { answer: Answer }) {
  const t = useText();
  switch (answer.kind) {
    case 'none':
      return '–';
    case 'choice':
      return t(answer.isYes ? 'app.yes' : 'app.no');
    case 'text':
      return <bdi>{answer.text}</bdi>;
    case 'several':
      return (
        <ul>
          {answer.answers.map((each, index) => (
            <li key={index}>
              <AnswerView answer={each} />
            </li>
          ))}
        </ul>
      );
    case 'fields':
      return <Fields fields={answer.fields} />;
  }
}
