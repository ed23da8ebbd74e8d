import { theme, type ThemeConfig } from 'antd';

import type { Scheme } from './scheme';

/** Tokens whose contrast is measured: text at least 4.5 on white and on the grey page, borders of controls at least 3. */
const FONT =
  '"Noto Sans SC", "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", "Source Han Sans SC", system-ui, sans-serif';

const LIGHT = {
  colorPrimary: '#0958d9',
  colorPrimaryHover: '#1668dc',
  colorPrimaryActive: '#003eb3',
  colorLink: '#0958d9',
  colorLinkHover: '#003eb3',
  colorLinkActive: '#002c8c',
  colorInfo: '#0958d9',
  colorError: '#cf1322',
  colorErrorHover: '#a8071a',
  colorErrorActive: '#820014',
  colorErrorBg: '#fff1f0',
  colorErrorBorder: '#ffa39e',
  colorSuccess: '#237804',
  colorSuccessBg: '#f6ffed',
  colorSuccessBorder: '#b7eb8f',
  colorWarning: '#874d00',
  colorWarningBg: '#fffbe6',
  colorWarningBorder: '#ffe58f',
  colorTextTertiary: 'rgba(0,0,0,0.62)',
  colorTextDescription: 'rgba(0,0,0,0.62)',
  colorTextPlaceholder: 'rgba(0,0,0,0.6)',
  colorTextDisabled: 'rgba(0,0,0,0.56)',
  colorTextQuaternary: 'rgba(0,0,0,0.5)',
  colorBorder: '#8c8c8c',
  colorBorderSecondary: '#d9d9d9',
  ...hues({
    green7: '#237804',
    cyan7: '#006d75',
    orange7: '#ad4e00',
    gold7: '#874d00',
    volcano7: '#ad2102',
    magenta7: '#9e1068',
    red7: '#a8071a',
  }),
};

const DARK = {
  colorPrimary: '#1668dc',
  colorLink: '#65a9f3',
  colorLinkHover: '#8dc5f8',
  colorInfo: '#65a9f3',
  colorError: '#f37370',
  colorSuccess: '#6abe39',
  colorWarning: '#e8b339',
  colorTextTertiary: 'rgba(255,255,255,0.65)',
  colorTextDescription: 'rgba(255,255,255,0.65)',
  colorTextPlaceholder: 'rgba(255,255,255,0.6)',
  colorTextDisabled: 'rgba(255,255,255,0.5)',
  colorTextQuaternary: 'rgba(255,255,255,0.5)',
  colorBorder: '#7a7a7a',
  ...hues({ geekblue7: '#7f9ef3', purple7: '#ab7ae0', red7: '#f37370' }),
};

/** With CSS variables antd reads `green-7`, without them `green7`: both are set. */
function hues(named: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(named).flatMap(([name, value]) => [
      [name, value],
      [name.replace('7', '-7'), value],
    ]),
  );
}

const LINKED = '#65a9f3'; // the primary colour is a surface in the dark, and too dim as text
const DARK_COMPONENTS: ThemeConfig['components'] = {
  Menu: { itemSelectedColor: LINKED, horizontalItemSelectedColor: LINKED },
  Tabs: { itemSelectedColor: LINKED, inkBarColor: LINKED, itemHoverColor: LINKED },
  Pagination: { itemActiveColor: LINKED },
  Button: { defaultHoverColor: LINKED, defaultHoverBorderColor: LINKED },
};

const SHARED = { fontFamily: FONT, borderRadius: 4, fontSize: 14 };

/** The compact algorithm takes the next smaller size: 16 stands for 14. */
export function themeOf(scheme: Scheme, compact: boolean): ThemeConfig {
  const dark = scheme === 'dark';
  const algorithms = [
    dark ? theme.darkAlgorithm : theme.defaultAlgorithm,
    ...(compact ? [theme.compactAlgorithm] : []),
  ];
  return {
    algorithm: algorithms,
    cssVar: { key: `qi-${scheme}${compact ? '-desk' : ''}` },
    token: { ...SHARED, ...(dark ? DARK : LIGHT), ...(compact ? { fontSize: 16 } : {}) },
    components: dark ? DARK_COMPONENTS : {},
  };
}
