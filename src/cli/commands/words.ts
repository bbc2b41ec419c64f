import type { CommandWords } from '../words/command-words.ts';
import { words as countCancelWords } from './counts/count-cancel.words.ts';
import { words as countFreezeWords } from './counts/count-freeze.words.ts';
import { words as countOpenWords } from './counts/count-open.words.ts';
import { words as countPostWords } from './counts/count-post.words.ts';
import { words as countSpotWords } from './counts/count-spot.words.ts';
import { words as countThawWords } from './counts/count-thaw.words.ts';
import { words as addWords } from './devices/add.words.ts';
import { words as editWords } from './devices/edit.words.ts';
import { words as listWords } from './devices/list.words.ts';
import { words as removeWords } from './devices/remove.words.ts';
import { words as searchWords } from './devices/search.words.ts';
import { words as showWords } from './devices/show.words.ts';
import { words as exportWords } from './export/export.words.ts';
import { words as historyWords } from './history/history.words.ts';
import { words as whyWords } from './history/why.words.ts';
import { words as importWords } from './import/import.words.ts';
import { words as labelsWords } from './labels/labels.words.ts';
import { words as correctWords } from './movement/correct.words.ts';
import { words as scanWords } from './movement/scan.words.ts';
import { words as stockInWords } from './movement/stock-in.words.ts';
import { words as stockOutWords } from './movement/stock-out.words.ts';
import { words as undoWords } from './movement/undo.words.ts';
import { words as placeWords } from './places/place.words.ts';
import { words as placeAddWords } from './places/place-add.words.ts';
import { words as placeEditWords } from './places/place-edit.words.ts';
import { words as placeRemoveWords } from './places/place-remove.words.ts';
import { words as acceptWords } from './queues/accept.words.ts';
import { words as cancelWords } from './queues/cancel.words.ts';
import { words as deliverWords } from './queues/deliver.words.ts';
import { words as pendingWords } from './queues/pending.words.ts';
import { words as receiveWords } from './queues/receive.words.ts';
import { words as rejectWords } from './queues/reject.words.ts';
import { words as chartWords } from './report/chart.words.ts';
import { words as reportWords } from './report/report.words.ts';
import { words as completionWords } from './shell/completion.words.ts';
import type { CommandName } from './shell/names.ts';
import { words as backupWords } from './store/backup.words.ts';
import { words as infoWords } from './store/info.words.ts';
import { words as initWords } from './store/init.words.ts';
import { words as repairWords } from './store/repair.words.ts';
import { words as restoreWords } from './store/restore.words.ts';
import { words as verifyWords } from './store/verify.words.ts';
import { words as countEnterWords } from './tallies/count-enter.words.ts';
import { words as countRecountWords } from './tallies/count-recount.words.ts';
import { words as countRestWords } from './tallies/count-rest.words.ts';
import { words as countSheetWords } from './tallies/count-sheet.words.ts';
import { words as countShowWords } from './tallies/count-show.words.ts';
import { words as orderWords } from './transfers/order.words.ts';
import { words as transferWords } from './transfers/transfer.words.ts';
import { words as writeOffWords } from './transfers/write-off.words.ts';

/** The words of every command, in the order of help. */
export const commandWords: { readonly [name in CommandName]: CommandWords } = {
  init: initWords,
  add: addWords,
  edit: editWords,
  remove: removeWords,
  list: listWords,
  search: searchWords,
  show: showWords,
  'stock-in': stockInWords,
  'stock-out': stockOutWords,
  history: historyWords,
  why: whyWords,
  undo: undoWords,
  correct: correctWords,
  scan: scanWords,
  place: placeWords,
  'place add': placeAddWords,
  'place edit': placeEditWords,
  'place remove': placeRemoveWords,
  transfer: transferWords,
  order: orderWords,
  receive: receiveWords,
  accept: acceptWords,
  reject: rejectWords,
  'write-off': writeOffWords,
  deliver: deliverWords,
  cancel: cancelWords,
  pending: pendingWords,
  'count open': countOpenWords,
  'count sheet': countSheetWords,
  'count enter': countEnterWords,
  'count rest': countRestWords,
  'count recount': countRecountWords,
  'count freeze': countFreezeWords,
  'count thaw': countThawWords,
  'count show': countShowWords,
  'count post': countPostWords,
  'count cancel': countCancelWords,
  'count spot': countSpotWords,
  import: importWords,
  export: exportWords,
  labels: labelsWords,
  report: reportWords,
  chart: chartWords,
  verify: verifyWords,
  repair: repairWords,
  backup: backupWords,
  restore: restoreWords,
  info: infoWords,
  completion: completionWords,
};
