import { createRoot } from 'react-dom/client';
import { LanguageProvider } from '../../src/language/LanguageProvider';
import '../../src/base.css';
import { Board } from './board/Board';
import { loadTexts } from './language/text';

createRoot(document.getElementById('root')!).render(
  <LanguageProvider load={loadTexts}>
    <Board />
  </LanguageProvider>,
);
