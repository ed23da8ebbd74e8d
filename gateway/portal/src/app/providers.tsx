import { CheckCircleFilled, CloseCircleFilled, ExclamationCircleFilled, InfoCircleFilled } from '@ant-design/icons';
import { QueryClientProvider, type QueryClient } from '@tanstack/react-query';
import { ConfigProvider } from 'antd';
import type { Locale } from 'antd/es/locale';
import zhCN from 'antd/locale/zh_CN';
import dayjs from 'dayjs';
import { useEffect, useMemo, useState, type ReactNode } from 'react';

import { useLanguage } from '@/lib/i18n';
import { nonce } from '@/lib/nonce';
import { useScheme } from '@/lib/scheme';
import { themeOf } from '@/lib/theme';
import 'dayjs/locale/zh-cn';

/** Inside the landmark that opened it, so that readers know where a popup belongs. */
function popupsOf(trigger?: HTMLElement): HTMLElement {
  return trigger?.closest<HTMLElement>('[role=dialog], main') ?? document.body;
}

function useLocale(): Locale {
  const language = useLanguage();
  const [english, setEnglish] = useState<Locale>();
  useEffect(() => {
    dayjs.locale(language === 'en' ? 'en' : 'zh-cn');
    if (language === 'en') void import('antd/locale/en_US').then((loaded) => setEnglish(loaded.default));
  }, [language]);
  return language === 'en' && english ? english : zhCN;
}

const ALERT = {
  infoIcon: <InfoCircleFilled aria-hidden aria-label={undefined} />,
  successIcon: <CheckCircleFilled aria-hidden aria-label={undefined} />,
  warningIcon: <ExclamationCircleFilled aria-hidden aria-label={undefined} />,
  errorIcon: <CloseCircleFilled aria-hidden aria-label={undefined} />,
};

type Given = { queries: QueryClient; children: ReactNode };

/** Theme, words and server state for whatever is shown. */
export function Providers({ queries, children }: Given) {
  const scheme = useScheme();
  const locale = useLocale();
  const theme = useMemo(() => themeOf(scheme, false), [scheme]);
  const csp = useMemo(() => ({ nonce: nonce() }), []);
  useEffect(() => {
    document.documentElement.dataset.scheme = scheme;
  }, [scheme]);
  return (
    <ConfigProvider
      csp={csp}
      locale={locale}
      theme={theme}
      getPopupContainer={popupsOf}
      button={{ autoInsertSpace: false }}
      alert={ALERT}
    >
      <QueryClientProvider client={queries}>{children}</QueryClientProvider>
    </ConfigProvider>
  );
}
