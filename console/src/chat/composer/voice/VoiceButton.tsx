import { Mic } from 'lucide-react';
import { Suspense, useState } from 'react';
import { useText } from '../../../language/text';
import { lazily } from '../../../parts/lazily';

const VoiceRecorder = lazily(() => import('./VoiceRecorder'));
/** Over http browsers give no microphone, except on the machine itself. */
const CAN_RECORD = typeof MediaRecorder !== 'undefined' && 'mediaDevices' in navigator;

interface Props {
  conversationId: string;
  accountId: string;
  isDisabled: boolean;
}

/** Records a voice message, which then waits beside the other files. */
export function VoiceButton({ conversationId, accountId, isDisabled }: Props) {
  const t = useText();
  const [isRecording, setRecording] = useState(false);
  if (!CAN_RECORD) return null;
  if (isRecording)
    return (
      <Suspense fallback={null}>
        <VoiceRecorder conversationId={conversationId} accountId={accountId} onEnd={() => setRecording(false)} />
      </Suspense>
    );
  return (
    <button
      type="button"
      className="button quiet icon"
      aria-label={t('voice.record')}
      disabled={isDisabled}
      onClick={() => setRecording(true)}
    >
      <Mic aria-hidden="true" />
    </button>
  );
}
