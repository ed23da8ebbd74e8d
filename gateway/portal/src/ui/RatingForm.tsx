import { Button, Flex, Form, Input, Radio } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

const LEVELS = [
  [5, 'five'],
  [4, 'four'],
  [3, 'three'],
  [2, 'two'],
  [1, 'one'],
] as const;
const BAD = 2; // from here down we ask why

/** B7: five levels in words, of free will, once; to skip is as large as to rate. */
type Shown = { busy: boolean; onRate: (rating: { level: number; comment: string }) => void };

export function RatingForm({ busy, onRate }: Shown) {
  const { t } = useTranslation();
  const [level, setLevel] = useState<number>();
  const [comment, setComment] = useState('');
  const [skipped, setSkipped] = useState(false);
  if (skipped) return null;
  const bad = level !== undefined && level <= BAD;
  const label = t(bad ? 'cases.page.rate.why' : 'cases.page.rate.more');
  return (
    <section className="qi-panel qi-turn" aria-label={t('cases.page.rate.title')}>
      <h2 id="rate">{t('cases.page.rate.title')}</h2>
      <p>{t('cases.page.rate.secret')}</p>
      <Radio.Group
        role="radiogroup"
        aria-labelledby="rate"
        value={level}
        options={LEVELS.map(([value, name]) => ({ value, label: t(`cases.page.rate.levels.${name}`) }))}
        onChange={({ target }) => setLevel(target.value as number)}
      />
      {level !== undefined && (
        <Form.Item layout="vertical" label={label} htmlFor="rate-comment">
          <Input.TextArea
            id="rate-comment"
            rows={3}
            maxLength={500}
            value={comment}
            onChange={({ target }) => setComment(target.value)}
          />
        </Form.Item>
      )}
      <Flex gap="small" className="qi-actions">
        <Button
          type="primary"
          disabled={busy || level === undefined || (bad && !comment.trim())}
          onClick={() => level !== undefined && onRate({ level, comment: comment.trim() })}
        >
          {t('cases.page.rate.submit')}
        </Button>
        <Button onClick={() => setSkipped(true)}>{t('cases.page.rate.skip')}</Button>
      </Flex>
    </section>
  );
}
