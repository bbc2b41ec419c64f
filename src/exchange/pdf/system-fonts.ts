import { spawnSync } from 'node:child_process';

/** A font file, and for a collection which of its fonts. */
export interface FontFile {
  readonly path: string;
  readonly postscriptName?: string;
}

/** Where systems usually keep a font with Chinese, the plainest first. */
const usualPlaces: { readonly [platform: string]: readonly FontFile[] } = {
  linux: [
    {
      path: '/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc',
      postscriptName: 'NotoSansCJKsc-Regular',
    },
    {
      path: '/usr/share/fonts/google-noto-cjk/NotoSansCJK-Regular.ttc',
      postscriptName: 'NotoSansCJKsc-Regular',
    },
    { path: '/usr/share/fonts/noto-cjk/NotoSansCJK-Regular.ttc', postscriptName: 'NotoSansCJKsc-Regular' },
    { path: '/usr/share/fonts/truetype/wqy/wqy-microhei.ttc', postscriptName: 'WenQuanYiMicroHei' },
    { path: '/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc', postscriptName: 'WenQuanYiZenHei' },
    { path: '/usr/share/fonts/truetype/droid/DroidSansFallbackFull.ttf' },
    { path: '/usr/share/fonts/truetype/arphic/uming.ttc', postscriptName: 'UMingCN' },
  ],
  darwin: [
    { path: '/System/Library/Fonts/PingFang.ttc', postscriptName: 'PingFangSC-Regular' },
    { path: '/System/Library/Fonts/Hiragino Sans GB.ttc', postscriptName: 'HiraginoSansGB-W3' },
    { path: '/System/Library/Fonts/STHeiti Light.ttc', postscriptName: 'STHeitiSC-Light' },
    { path: '/System/Library/Fonts/Supplemental/Songti.ttc', postscriptName: 'STSongti-SC-Regular' },
    { path: '/Library/Fonts/Arial Unicode.ttf' },
  ],
  win32: [
    { path: 'C:\\Windows\\Fonts\\msyh.ttc', postscriptName: 'MicrosoftYaHei' },
    { path: 'C:\\Windows\\Fonts\\simhei.ttf' },
    { path: 'C:\\Windows\\Fonts\\simsun.ttc', postscriptName: 'SimSun' },
    { path: 'C:\\Windows\\Fonts\\Deng.ttf' },
  ],
};

/** Fonts of this system that may have Chinese, the likeliest first; whether they are there and do is yet to be seen. */
export function* chineseFontFiles(): Generator<FontFile> {
  const preferred = fontconfigChoice();
  if (preferred !== null) yield preferred;
  yield* usualPlaces[process.platform] ?? [];
}

/** The font that fontconfig, if installed, would show Chinese in: the choice made on this machine. */
function fontconfigChoice(): FontFile | null {
  const { status, stdout } = spawnSync(
    'fc-match',
    ['--format', '%{file}\n%{postscriptname}', 'sans-serif:lang=zh-cn'],
    { encoding: 'utf8', timeout: 5000, stdio: ['ignore', 'pipe', 'ignore'] },
  );
  const [path, postscriptName] = status === 0 ? stdout.split('\n') : [];
  if (!path) return null;
  return { path, ...(postscriptName ? { postscriptName } : {}) };
}
