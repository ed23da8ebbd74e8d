import { Button, Flex, Progress, Tag, Typography, Upload } from 'antd';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { reasonText } from './reason';

import { Problem } from '@/api/problem';
import { send, type Given } from '@/api/upload';

const TAKEN = '.pdf,.jpg,.jpeg,.png,.ofd,.xlsx,.xml';

type Shown = {
  item: string;
  material: string;
  label: string;
  given: Given[];
  onGiven: (given: Given[]) => void;
  id?: string;
  most?: number;
};

type Sending = { name: string; percent: number; fault?: string; file: File };

/** Files of one material: uploaded as soon as they are chosen, kept by their ids, each removable. */
export function MaterialUpload({ item, material, label, given, onGiven, id, most = 20 }: Shown) {
  const { t } = useTranslation();
  const [sending, setSending] = useState<Sending[]>([]);
  const latest = useRef(given);
  latest.current = given;

  const start = async (file: File) => {
    const change = (told: Partial<Sending>) =>
      setSending((all) => all.map((one) => (one.file === file ? { ...one, ...told } : one)));
    setSending((all) => [...all.filter((one) => one.file !== file), { name: file.name, percent: 0, file }]);
    try {
      const done = await send(file, item, material, (percent) => change({ percent }));
      setSending((all) => all.filter((one) => one.file !== file));
      latest.current = [...latest.current, done];
      onGiven(latest.current);
    } catch (fault) {
      change({ fault: fault instanceof Problem ? withName(fault, file.name) : String(fault) });
    }
  };

  return (
    <Flex vertical gap={4} role="status">
      {given.map((one) => (
        <Flex key={one.id} gap="small" align="center" wrap>
          <Tag color="green">✓ {t('ui.uploaded')}</Tag>
          <Typography.Text className="qi-break">{one.name}</Typography.Text>
          <Typography.Text type="secondary">
            <Size bytes={one.size} />
          </Typography.Text>
          <Button
            type="link"
            size="small"
            aria-label={`${t('ui.remove')} ${one.name}`}
            onClick={() => onGiven(given.filter((other) => other.id !== one.id))}
          >
            {t('ui.remove')}
          </Button>
        </Flex>
      ))}
      {sending.map((one) => (
        <Flex key={one.name} gap="small" align="center" wrap>
          <Typography.Text className="qi-break">{one.name}</Typography.Text>
          {one.fault ? (
            <>
              <Typography.Text type="danger">{t('ui.upload_failed', { text: one.fault })}</Typography.Text>
              <Button type="link" size="small" onClick={() => void start(one.file)}>
                {t('ui.upload_again')}
              </Button>
            </>
          ) : (
            <Progress percent={one.percent} size="small" className="qi-progress" aria-label={one.name} />
          )}
        </Flex>
      ))}
      {given.length < most && (
        <Upload
          id={id}
          accept={TAKEN}
          multiple
          showUploadList={false}
          beforeUpload={(file) => {
            void start(file);
            return false;
          }}
        >
          <Button aria-label={`${t('ui.upload')} ${label}`}>{t('ui.upload')}</Button>
        </Upload>
      )}
    </Flex>
  );
}

/** Texts about a file name it, whether or not the gateway did. */
function withName(problem: Problem, file: string): string {
  return reasonText({ reason: problem.reason, params: { file, ...problem.params } });
}

function Size({ bytes }: { bytes: number }) {
  const { t } = useTranslation();
  const mega = bytes / 1_048_576;
  const large = mega >= 1;
  return (
    <>
      {large ? t('ui.size_mb', { n: mega.toFixed(1) }) : t('ui.size_kb', { n: Math.max(1, Math.round(bytes / 1024)) })}
    </>
  );
}
