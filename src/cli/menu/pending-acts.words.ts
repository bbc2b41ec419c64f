import type { Queue } from '../../inventory/book/place-kinds.ts';

/** What can be done with what is pending: by its queue, or with a count. */
export type ActsOf = { readonly [what in Queue['value'] | 'count']: { readonly [act: string]: string } };

/** What it says. */
interface Messages {
  readonly which: string;
  readonly acts: ActsOf;
  readonly howMany: (left: number) => string;
}

export const words: { readonly en: Messages; readonly zh: Messages } = {
  en: {
    which: 'Which one?',
    acts: {
      ordered: { receive: 'receive', inspect: 'receive, to be inspected', cancel: 'cancel what is left' },
      inspection: { accept: 'accept', reject: 'reject' },
      transit: { receive: 'receive', cancel: 'send back' },
      'write-off': { accept: 'approve', reject: 'refuse' },
      sold: { deliver: 'deliver', cancel: 'take back from the customer' },
      count: { show: 'look', post: 'post', cancel: 'cancel' },
    },
    howMany: (left) => `how many of ${left}`,
  },
  zh: {
    which: '办理哪一项？',
    acts: {
      ordered: { receive: '收货', inspect: '收货待检', cancel: '取消剩余' },
      inspection: { accept: '合格', reject: '拒收' },
      transit: { receive: '收货', cancel: '退回' },
      'write-off': { accept: '批准', reject: '驳回' },
      sold: { deliver: '送货', cancel: '顾客退货' },
      count: { show: '查看', post: '过账', cancel: '取消' },
    },
    howMany: (left) => `共 ${left}，办理多少`,
  },
};
