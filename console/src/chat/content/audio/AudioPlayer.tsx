import { Pause, Play } from 'lucide-react';
import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { useIntl } from 'react-intl';
import { useText } from '../../../language/text';
import css from './Audio.module.css';
import { clockOf, minutesOf, nextSpeed, seekTo, type Speed } from './playing';

interface Props {
  url: string;
  label: string;
  onError: () => void;
}

/** Of the voices from now on: who wants one faster wants the next one faster. */
let chosenSpeed: Speed = 1;
/** One is heard at a time. */
let heard: HTMLAudioElement | null = null;

/** A voice or music: played, sought in and sped up with a pointer or a keyboard, where it stands told in words. */
export default function AudioPlayer({ url, label, onError }: Props) {
  const t = useText();
  const intl = useIntl();
  const inWords = useInWords();
  const audio = useRef<HTMLAudioElement>(null);
  const [speed, setSpeed] = useState(chosenSpeed);
  const [isPlaying, setPlaying] = useState(false);
  const [at, setAt] = useState(0);
  const [duration, setDuration] = useState(0);
  useEffect(() => {
    if (audio.current === null) return;
    audio.current.defaultPlaybackRate = speed;
    audio.current.playbackRate = speed;
  }, [speed]);
  const toggle = (): void => {
    if (audio.current === null) return;
    if (!audio.current.paused) return audio.current.pause();
    audio.current.play().catch(() => undefined); // what keeps it from playing is told as an error
  };
  const goFaster = (): void => {
    chosenSpeed = nextSpeed(speed);
    setSpeed(chosenSpeed);
  };
  const seek = (seconds: number): void => {
    if (audio.current === null) return;
    audio.current.currentTime = seconds;
    setAt(seconds);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === ' ') {
      event.preventDefault();
      if (!event.repeat) toggle();
      return;
    }
    const wanted = seekTo(event.key, audio.current?.currentTime ?? 0, duration, document.documentElement.dir === 'rtl');
    if (wanted === null) return;
    event.preventDefault();
    seek(wanted);
  };
  return (
    <div className={css.player} role="group" aria-label={label}>
      <audio
        ref={audio}
        src={url}
        preload="metadata"
        onError={onError}
        onPlay={({ currentTarget }) => {
          if (heard !== currentTarget) heard?.pause();
          heard = currentTarget;
          setSpeed(chosenSpeed);
          setPlaying(true);
        }}
        onPause={() => setPlaying(false)}
        onTimeUpdate={({ currentTarget }) => setAt(currentTarget.currentTime)}
        onDurationChange={({ currentTarget }) =>
          setDuration(Number.isFinite(currentTarget.duration) ? currentTarget.duration : 0)
        }
      />
      <button
        type="button"
        className="button quiet icon"
        aria-label={t(isPlaying ? 'audio.pause' : 'audio.play')}
        onClick={toggle}
      >
        {isPlaying ? <Pause aria-hidden="true" /> : <Play className="lucide flips" aria-hidden="true" />}
      </button>
      <input
        type="range"
        className={css.slider}
        aria-label={t('audio.position')}
        aria-valuetext={t('audio.at', { at: inWords(at), duration: inWords(duration) })}
        min={0}
        max={duration}
        step="any"
        value={Math.min(at, duration)}
        onKeyDown={onKeyDown}
        onChange={(event) => seek(Number(event.target.value))}
      />
      <span className={css.clock} aria-hidden="true">
        {clockOf(isPlaying || at > 0 ? at : duration)}
      </span>
      <button
        type="button"
        className="button quiet small"
        aria-label={t('audio.speed', { speed: `${intl.formatNumber(speed)}×` })}
        onClick={goFaster}
      >
        {`${intl.formatNumber(speed)}×`}
      </button>
    </div>
  );
}

/** Such as 1 minute, 5 seconds. */
function useInWords(): (seconds: number) => string {
  const intl = useIntl();
  return (whole) => {
    const { minutes, seconds } = minutesOf(whole);
    const said = (value: number, unit: 'minute' | 'second'): string =>
      intl.formatNumber(value, { style: 'unit', unit, unitDisplay: 'long' });
    return minutes === 0
      ? said(seconds, 'second')
      : intl.formatList([said(minutes, 'minute'), said(seconds, 'second')], { type: 'unit' });
  };
}
