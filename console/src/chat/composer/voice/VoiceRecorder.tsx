import { Square, Trash2 } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useWorkspace } from '../../../app/workspace';
import { useText } from '../../../language/text';
import { useTell } from '../../../parts/tell';
import { oggOf } from './ogg-opus';
import css from './Voice.module.css';
import { packetsOfWebm } from './webm-packets';

/** What browsers record, the best first: WhatsApp plays Ogg with Opus as a voice message, WebM becomes that, MP4 is a file with sound. */
const FORMATS = ['audio/ogg;codecs=opus', 'audio/webm;codecs=opus', 'audio/mp4'];
/** 16 MB of sound would be hours: who forgets that it runs is stopped before. */
const MAX_SECONDS = 15 * 60;

interface Props {
  conversationId: string;
  accountId: string;
  onEnd: () => void;
}

/** Runs from the moment it is shown. */
export default function VoiceRecorder({ conversationId, accountId, onEnd }: Props) {
  const t = useText();
  const tell = useTell();
  const { attachments } = useWorkspace();
  const recorder = useRef<MediaRecorder | null>(null);
  const isDiscarded = useRef(false);
  const [seconds, setSeconds] = useState(0);
  const isRunning = useRecorder(recorder, {
    onRecorded: (file) => {
      if (!isDiscarded.current) attachments.add(conversationId, accountId, [file], file.type === 'audio/ogg');
      onEnd();
    },
    onRefused: () => {
      tell.done(t('voice.refused'));
      onEnd();
    },
  });
  useEffect(() => {
    if (!isRunning) return;
    const timer = setInterval(() => setSeconds((passed) => passed + 1), 1_000);
    return () => clearInterval(timer);
  }, [isRunning]);
  useEffect(() => {
    if (seconds >= MAX_SECONDS) recorder.current?.stop();
  }, [seconds]);
  return (
    <span className={css.recorder} role="group" aria-label={t('voice.recording')}>
      <button
        type="button"
        className="button quiet icon"
        aria-label={t('voice.discard')}
        onClick={() => {
          isDiscarded.current = true;
          if (recorder.current === null) onEnd();
          else recorder.current.stop();
        }}
      >
        <Trash2 aria-hidden="true" />
      </button>
      <span className={css.time} role="timer" aria-label={t('voice.recording')}>
        {`${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`}
      </span>
      <button
        type="button"
        className="button icon"
        aria-label={t('voice.stop')}
        aria-disabled={!isRunning}
        autoFocus
        onClick={() => recorder.current?.stop()}
      >
        <Square aria-hidden="true" />
      </button>
    </span>
  );
}

interface Outcome {
  onRecorded: (file: File) => void;
  /** No microphone, none that may be used, or nothing that WhatsApp takes. */
  onRefused: () => void;
}

/** Begins at once; leaving the conversation ends it. @returns whether it runs */
function useRecorder(recorder: React.RefObject<MediaRecorder | null>, outcome: Outcome): boolean {
  const [isRunning, setRunning] = useState(false);
  const latest = useRef(outcome);
  useEffect(() => {
    latest.current = outcome;
  });
  useEffect(() => {
    let isWanted = true;
    let stream: MediaStream | null = null;
    const begin = async (): Promise<void> => {
      const mimeType = FORMATS.find((format) => MediaRecorder.isTypeSupported(format));
      if (mimeType === undefined) throw new Error('This browser records nothing that WhatsApp takes.');
      stream = await navigator.mediaDevices.getUserMedia({ audio: true });
      if (!isWanted) return stop(stream);
      const parts: Blob[] = [];
      const started = new MediaRecorder(stream, { mimeType });
      started.ondataavailable = ({ data }) => parts.push(data);
      started.onstop = () => {
        stop(stream);
        if (!isWanted) return;
        fileOf(new Blob(parts), mimeType).then(
          (file) => latest.current.onRecorded(file),
          () => latest.current.onRefused(),
        );
      };
      started.start();
      recorder.current = started;
      setRunning(true);
    };
    begin().catch(() => {
      stop(stream);
      if (isWanted) latest.current.onRefused();
    });
    return () => {
      isWanted = false;
      stop(stream);
    };
  }, [recorder]);
  return isRunning;
}

function stop(stream: MediaStream | null): void {
  for (const track of stream?.getTracks() ?? []) track.stop();
}

async function fileOf(recorded: Blob, mimeType: string): Promise<File> {
  if (mimeType === 'audio/mp4') return new File([recorded], 'voice.m4a', { type: 'audio/mp4' });
  if (mimeType.startsWith('audio/ogg')) return new File([recorded], 'voice.ogg', { type: 'audio/ogg' });
  const opus = packetsOfWebm(new Uint8Array(await recorded.arrayBuffer()));
  if (opus.packets.length === 0) throw new Error('Nothing was recorded.');
  return new File([oggOf(opus)], 'voice.ogg', { type: 'audio/ogg' });
}
