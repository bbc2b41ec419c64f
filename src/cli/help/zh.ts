import type { HelpTexts } from './texts.ts';

/** What the topics of help say, in Chinese. */
export const zh: HelpTexts = {
  heading: '主题：',
  more: '用 stockbook help 主题 查看该主题。',
  summaries: {
    values: '编号、数量、价格、时间、可选值的写法',
    places: '货在哪里，怎样在地点之间调拨',
    import: '导入时读取的列和文件',
    'exit-codes': '退出码和 error.code，供脚本使用',
    json: '--json 输出的对象（示例）',
  },
  list: (items) => items.join('、'),
  rules: {
    code: (most, marks) => `1 到 ${most} 个字符，可用任何文字的字母、数字和 ${marks}，不能有空格`,
    text: (most) => `一行，1 到 ${most} 个字符`,
    measure: (most, fractionDigits, unit) => `${unit}，大于 0，最大 ${most}，最多 ${fractionDigits} 位小数`,
    money: (most, fractionDigits, currency) => `0 到 ${most}，${currency} 最多 ${fractionDigits} 位小数`,
    quantity: (least, most) => `整数，${least} 到 ${most}`,
    optional: '，可不填',
  },
  values: {
    device: '设备：',
    movement: '出入库：',
    opening: (rule) => `期初数量：${rule}，可不填`,
    onHand: (most) => `库存数量不会低于 0，也不会超过 ${most}。`,
    reasonIn: (reasons) => `入库：${reasons}`,
    reasonOut: (reasons) => `出库：${reasons}`,
    usual: (reason) => `${reason}（默认）`,
    following:
      '两个编号只有大小写或全半角不同时，视为同一个编号。可选值可按所列输入，也可输入其中文或英文名称。价格的小数位数取决于台账的货币。',
    numbers: '数字：',
    accepted: '接受',
    refused: '拒绝',
    empty: '空',
    numbersRule: (signs, names) =>
      `可用全角数字和位置正确的千分位逗号，小数点后多余的 0 不影响数值；价格前可加台账货币的符号（${signs}），价格后可加货币名称（${names}）。`,
    times: '时间：',
    timesRule:
      '不带时区的时间为当地时间。只写到日、分或秒的时间，在 --since 中指其开始，在 --until 和 --as-of 中指其结束。期间的结束不能早于开始，开始不能晚于现在。JSON 输出带毫秒的 UTC 时间。',
  },
  places: {
    model:
      '货物存放在地点。一笔出入库只在一个地点；一笔调拨是一笔流水，有调出和调入两边。新台账只有一个地点“主库”，另建地点之前，界面上不出现地点。',
    names: (names, characters) =>
      `地点名称是路径，最多 ${names} 级，每级最多 ${characters} 个字母、汉字、数字或 - _ . + ：太原街店、太原街店/库房。每个地点都可以存货。查看时 --place 含下级；记录时只指该地点本身。`,
    kinds: {
      stock: '算库存，可售：门店、仓库、货架',
      hold: '算库存，不可售：退货、待修、借出',
    },
    queues: {
      ordered: '已订货，未到',
      inspection: '已送到，待验收',
      transit: '已调出，未到：仍算库存',
      'write-off': '已拣出，待他人批准报损：仍算库存',
      sold: '已付款，待送货',
    },
    where:
      '命令没有写地点时，记在 $STOCKBOOK_PLACE，否则记在第一个地点。查看不受它限制：每家店都能看到全部地点。',
    queueRule:
      '以下是台账自用的地点（待办）。其中的货属于某笔流水，只能按流水号用旁边的命令办理；pending 列出全部待办。报损须由他人批准。',
    scanning: '扫地点标签（labels --places）即换地点：scan 中的一行 @太原街店/库房。',
    examples: [
      ['stockbook place add 太原街店', '新建地点'],
      ['stockbook transfer TV-0001 2 --from 主库 --to 太原街店 --in-transit', '发出两台，流水号为 #52'],
      ['stockbook receive 52', '门店收货；report slip 52 打印调拨单'],
      ['stockbook stock-out TV-0001 1 --place 太原街店', '在该店售出'],
      ['stockbook order TV-0001 10 --cost 610', '订货，流水号为 #55'],
      ['stockbook receive 55 --inspect', '到货待检，流水号为 #56'],
      ['stockbook accept 56', '合格，入库'],
      ['stockbook list --places', '各地点的库存'],
    ],
  },
  import: {
    columns: {
      devices: '导入设备（devices）的列：',
      movements: '导入出入库记录（movements）的列，各行依次记录：',
      places: '导入地点（places）的列：',
    },
    header: ['列', '或', '必填', '内容'],
    always: '必填',
    instead: (column) => `，或改填 ${column}`,
    labels: '用 --update 时，已有设备的行只需编号和要改的列。列的顺序不限，非必填的列可以省略。',
    codeOf: '台账或文件中的编号',
    follows: (kinds) => `；${kinds}的售价由单价算出`,
    rowsOfFile:
      '一行可以引用同一文件中的其他设备，顺序不限。由其他列算出的内容（带DVD的电视机的售价、填了电视编号时的电视单价、库存表中的金额和最后进价）可以留空，也可以与台账一致，或与导入前的台账一致。用 --update 时，填写的数量须等于库存数量；list 和 search 的输出也可导入。',
    direction: '；只用于入库',
    serials: '序列号，用逗号隔开，每台最多一个，写法同入库编号',
    of: '退货时：销售或收进这些商品的流水号',
    beforeCount: '补记：点数时已不在的，写该盘点号',
    due: '订货的到货日，如 2026-12-01',
    files: '文件：',
    formats: '格式',
    formatsRule: '，按内容和文件名判断',
    delimiters: '分隔符',
    tab: '制表符',
    encodings: '编码',
    encodingsRule:
      '；自动判断，或用 --encoding 指定：带标记的文件、UTF-8、UTF-16 可以认出；只有中文表头或台账中已有的品名能印证时才按 GBK 读取；其他编码必须指定',
    limits: (megabytes, [rows, rowsOfOthers], columns, characters) =>
      `最大 ${megabytes} MB，最多 ${rows} 行（JSON 和 XLSX 为 ${rowsOfOthers} 行）、${columns} 列，每格最多 ${characters} 个字符`,
    headersRule:
      '列名可用英文或中文，不分大小写，空格、换行、* 和括号里的内容不计；括号里写了其他单位则拒绝导入。有未知的列会拒绝导入，除非加 --ignore-extra；日期列一律拒绝，因为流水以记录时的时间为准。',
    table: (rows) =>
      `表格从前 ${rows} 行中第一个含有所需列的行开始，或用 --header-row 指定；工作簿取第一张含有这种行的可见工作表，或用 --sheet 指定。未读取的内容会有提示。隐藏的行也会读取，并提示行数。空行和表头以外的空白单元格不计。`,
    cells:
      '编号、品名、单号和备注按工作表显示的样子读取。日期、被电子表格缩写（6.90123E+12）或只保留 15 位的编号、错误值，以及合并的数量、编号和价格会被拒绝，并指出单元格；合并的品牌、单号、备注用于其中的每一行。="00123" 和 \'00123 就是文本 00123。单元格中间的引号就是引号。用分号或制表符分隔的文件中，4,125 这样的数要用 --decimal , 或 --decimal . 说明。',
    lookalikes:
      '编号看起来像另一个编号（另一种文字的字母、0 和 O、1 和 I、缺少前面的 0），或更新时与已有编号只差一个字符，会有提示，在终端上会询问；--only-existing 拒绝所有新编号。看不见的字符会去掉。',
    wholeOrNothing:
      '一次导入记为一笔流水：要么全部导入，要么都不导入。每个有误的行都会列出行号、列、内容和原因，不影响其他行。同样的内容不会导入两次，不论文件的编码、换行或格式，除非加 --again，或那笔流水已撤销。',
    options: '数字和时间的写法见 stockbook help values。',
  },
  exitCodes: {
    when: {
      0: '完成，或此前已经完成',
      1: '系统出错：磁盘已满、没有权限，或程序错误',
      2: '输入或导入的内容无效',
      3: '没有该设备、流水或台账',
      4: '内容有效，但台账不允许',
      5: '其他进程占用台账超过 --wait 指定的秒数',
      6: '流水账已损坏，或由更新的版本写成',
      7: '磁盘出错，无法确定流水是否已保存；下一条命令会查明，用同一个 --key 重复执行是安全的',
      130: '被中断，没有留下做了一半的内容',
    },
    unchanged:
      '退出码为 1 到 6 的命令没有改动任何内容（import --skip-bad 和 scan 除外，它们会说明记录了什么）。用 --json 时，错误以一个 JSON 对象写到标准错误输出，其 error.code 为以上各词之一。',
  },
  json: {
    devices:
      '某类设备没有的字段不输出，未知的值为 null。售价和进价是带全部小数的文本，数量、尺寸和重量是数字。list、search 和 history 输出一个数组。',
    movements: (types) =>
      `type 为 ${types} 之一。登记、修改和移除设备的行 change 为 null。同一笔流水的各行流水号相同；undoes 和 undoneBy 指向撤销的另一方。`,
    errors:
      '错误写到标准错误输出，标准输出为空。脚本应依据 error.code（见 stockbook help exit-codes）；message（此处以“…”代替）供人阅读，可能改变。',
  },
};
