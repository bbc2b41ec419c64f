/** A session of scripts, and what the program prints in it; test/cli/json-session.test.ts plays it again. */
export const jsonSession = `
$ stockbook init --json
{"store":"~/data/inventory.json","format":3,"currency":"CNY","devices":0,"units":0,"entries":0,"size":4096,"lastEntry":null}
$ stockbook add tv --name "VIERA 42" --size 42 --panel plasma --price 845.48 --minimum 2 --quantity 12 --cost 610 --json
{"entry":1,"code":"TV-0001","kind":"tv","name":"VIERA 42","brand":null,"size":42,"panel":"plasma","price":"845.48","weight":null,"quantity":12,"minimum":2,"lastCost":"610.00","value":"10145.76","addedAt":"2026-11-23T01:30:00.000Z","changedAt":"2026-11-23T01:30:00.000Z"}
$ stockbook add dvd --name SD4100 --disc standard --price 39.36 --json
{"entry":2,"code":"DVD-0001","kind":"dvd","name":"SD4100","brand":null,"disc":"standard","price":"39.36","weight":null,"quantity":0,"minimum":null,"lastCost":null,"value":"0.00","addedAt":"2026-11-23T01:30:00.000Z","changedAt":"2026-11-23T01:30:00.000Z"}
$ stockbook add combo --name "LCD 22 DVD" --size 22 --panel lcd --disc standard --tv TV-0001 --dvd DVD-0001 --json
{"entry":3,"code":"COMBO-0001","kind":"combo","name":"LCD 22 DVD","brand":null,"size":22,"panel":"lcd","disc":"standard","tv":"TV-0001","dvd":"DVD-0001","tvPrice":"845.48","dvdPrice":"39.36","price":"707.87","weight":null,"quantity":0,"minimum":null,"lastCost":null,"value":"0.00","addedAt":"2026-11-23T01:30:00.000Z","changedAt":"2026-11-23T01:30:00.000Z"}
$ stockbook edit DVD-0001 --price 41 --json
{"entry":4,"code":"DVD-0001","kind":"dvd","name":"SD4100","brand":null,"disc":"standard","price":"41.00","weight":null,"quantity":0,"minimum":null,"lastCost":null,"value":"0.00","addedAt":"2026-11-23T01:30:00.000Z","changedAt":"2026-11-23T01:30:00.000Z"}
$ stockbook list --kind combo --json
[{"code":"COMBO-0001","kind":"combo","name":"LCD 22 DVD","brand":null,"size":22,"panel":"lcd","disc":"standard","tv":"TV-0001","dvd":"DVD-0001","tvPrice":"845.48","dvdPrice":"41.00","price":"709.18","weight":null,"quantity":0,"minimum":null,"lastCost":null,"value":"0.00","addedAt":"2026-11-23T01:30:00.000Z","changedAt":"2026-11-23T01:30:00.000Z"}]
$ stockbook stock-in DVD-0001 5 --cost 20 --ref PO-77 --key PO-77-1 --json
{"entry":5,"at":"2026-11-23T01:30:00.000Z","by":"li","type":"stock-in","code":"DVD-0001","name":"SD4100","change":5,"balance":5,"reason":"purchase","cost":"20.00","ref":"PO-77","note":null,"key":"PO-77-1","undoes":null,"undoneBy":null}
$ stockbook stock-out TV-0001 2 --ref SO-1001 --json
{"entry":6,"at":"2026-11-23T01:30:00.000Z","by":"li","type":"stock-out","code":"TV-0001","name":"VIERA 42","change":-2,"balance":10,"reason":"sale","cost":null,"ref":"SO-1001","note":null,"key":null,"undoes":null,"undoneBy":null}
$ stockbook show DVD-0001 --json
{"code":"DVD-0001","kind":"dvd","name":"SD4100","brand":null,"disc":"standard","price":"41.00","weight":null,"quantity":5,"minimum":null,"lastCost":"20.00","value":"205.00","addedAt":"2026-11-23T01:30:00.000Z","changedAt":"2026-11-23T01:30:00.000Z","movements":[{"entry":5,"at":"2026-11-23T01:30:00.000Z","by":"li","type":"stock-in","code":"DVD-0001","name":"SD4100","change":5,"balance":5,"reason":"purchase","cost":"20.00","ref":"PO-77","note":null,"key":"PO-77-1","undoes":null,"undoneBy":null}],"combos":["COMBO-0001"]}
$ stockbook history TV-0001 --limit 1 --json
[{"entry":6,"at":"2026-11-23T01:30:00.000Z","by":"li","type":"stock-out","code":"TV-0001","name":"VIERA 42","change":-2,"balance":10,"reason":"sale","cost":null,"ref":"SO-1001","note":null,"key":null,"undoes":null,"undoneBy":null}]
$ stockbook correct 6 --quantity 3 --json
{"entry":7,"at":"2026-11-23T01:30:00.000Z","by":"li","type":"stock-out","code":"TV-0001","name":"VIERA 42","change":-1,"balance":9,"reason":"correction","cost":null,"ref":null,"note":null,"key":null,"undoes":null,"undoneBy":null,"corrects":6}
$ stockbook why TV-0001 --expect 10 --json
{"code":"TV-0001","name":"VIERA 42","quantity":9,"totals":[{"category":"opening","total":12,"entries":[{"entry":1,"change":12}]},{"category":"sold","total":-2,"entries":[{"entry":6,"change":-2}]},{"category":"corrected","total":-1,"entries":[{"entry":7,"change":-1}]}],"low":{"balance":9,"entry":7,"at":"2026-11-23T01:30:00.000Z"},"high":{"balance":12,"entry":1,"at":"2026-11-23T01:30:00.000Z"},"expect":{"expected":10,"difference":1,"candidates":[{"why":"equal","entry":7,"at":"2026-11-23T01:30:00.000Z","by":"li","code":"TV-0001","change":-1}]}}
$ stockbook import movements movements.csv --json
{"entry":8,"devices":0,"movements":2,"added":0,"changed":0,"unchanged":0,"skipped":0,"notes":[],"rejected":[]}
$ stockbook undo --json
{"entry":9,"at":"2026-11-23T01:30:00.000Z","by":"li","type":"undo","undoes":8,"undoneBy":null,"rows":[{"entry":9,"at":"2026-11-23T01:30:00.000Z","by":"li","type":"undo","code":"DVD-0001","name":"SD4100","change":1,"balance":5,"reason":"sale","cost":null,"ref":null,"note":null,"key":null,"undoes":8,"undoneBy":null},{"entry":9,"at":"2026-11-23T01:30:00.000Z","by":"li","type":"undo","code":"TV-0001","name":"VIERA 42","change":-2,"balance":9,"reason":"purchase","cost":null,"ref":null,"note":null,"key":null,"undoes":8,"undoneBy":null}]}
$ stockbook import movements bad.csv --json
{"error":{"code":"invalid","message":"…","details":{"rejected":[{"row":2,"column":"quantity","value":"abc","code":"invalid","message":"…"}]}}}
$ stockbook scan out --json < codes.txt
{"entry":10,"at":"2026-11-23T01:30:00.000Z","by":"li","type":"stock-out","code":"TV-0001","name":"VIERA 42","change":-1,"balance":8,"reason":"sale","cost":null,"ref":null,"note":null,"key":null,"undoes":null,"undoneBy":null}
{"error":{"code":"not-found","message":"…","details":{"value":"nope","nearest":[],"line":2}}}
$ stockbook remove COMBO-0001 --json
{"entry":11,"code":"COMBO-0001","kind":"combo","name":"LCD 22 DVD","brand":null,"size":22,"panel":"lcd","disc":"standard","tv":"TV-0001","dvd":"DVD-0001","tvPrice":"845.48","dvdPrice":"41.00","price":"709.18","weight":null,"quantity":0,"minimum":null,"lastCost":null,"value":"0.00","addedAt":"2026-11-23T01:30:00.000Z","changedAt":"2026-11-23T01:30:00.000Z"}
$ stockbook export devices -o devices.xlsx --json
{"file":"devices.xlsx","rows":2}
$ stockbook labels --kind tv -o labels.pdf --json
{"labels":1,"sheets":1,"devices":1,"sheet":"a4-3x8","symbology":"code128","format":"pdf","file":"labels.pdf"}
$ stockbook report -o stock.txt --json
{"file":"stock.txt","rows":2}
$ stockbook report value --json
[{"code":"TV-0001","name":"VIERA 42","quantity":8,"lastCost":"610.00","atLast":"4880.00","average":"610.0000","atAverage":"4880.00"},{"code":"DVD-0001","name":"SD4100","quantity":5,"lastCost":"20.00","atLast":"100.00","average":"20.0000","atAverage":"100.00"}]
$ stockbook report movements --amounts --json
{"report":"movements","amounts":true,"since":"2026-11-23T01:30:00.000Z","until":"2026-11-23T01:30:00.000Z","currency":"CNY","by":"kind","groups":[{"key":"tv","rows":[{"code":"TV-0001","name":"VIERA 42","kind":"tv","brand":null,"opening":{"quantity":0,"amount":"0.00"},"purchases":{"quantity":0,"amount":"0.00"},"otherIn":{"quantity":12,"amount":"7320.00"},"sales":{"quantity":4,"amount":"2440.00"},"losses":{"quantity":0,"amount":"0.00"},"otherOut":{"quantity":0,"amount":"0.00"},"correction":"0.00","closing":{"quantity":8,"amount":"4880.00"}}],"devices":1,"unmoved":{"devices":0,"quantity":0,"amount":"0.00"},"totals":{"opening":{"quantity":0,"amount":"0.00"},"purchases":{"quantity":0,"amount":"0.00"},"otherIn":{"quantity":12,"amount":"7320.00"},"sales":{"quantity":4,"amount":"2440.00"},"losses":{"quantity":0,"amount":"0.00"},"otherOut":{"quantity":0,"amount":"0.00"},"correction":"0.00","closing":{"quantity":8,"amount":"4880.00"}}},{"key":"dvd","rows":[{"code":"DVD-0001","name":"SD4100","kind":"dvd","brand":null,"opening":{"quantity":0,"amount":"0.00"},"purchases":{"quantity":5,"amount":"100.00"},"otherIn":{"quantity":0,"amount":"0.00"},"sales":{"quantity":0,"amount":"0.00"},"losses":{"quantity":0,"amount":"0.00"},"otherOut":{"quantity":0,"amount":"0.00"},"correction":"0.00","closing":{"quantity":5,"amount":"100.00"}}],"devices":1,"unmoved":{"devices":0,"quantity":0,"amount":"0.00"},"totals":{"opening":{"quantity":0,"amount":"0.00"},"purchases":{"quantity":5,"amount":"100.00"},"otherIn":{"quantity":0,"amount":"0.00"},"sales":{"quantity":0,"amount":"0.00"},"losses":{"quantity":0,"amount":"0.00"},"otherOut":{"quantity":0,"amount":"0.00"},"correction":"0.00","closing":{"quantity":5,"amount":"100.00"}}}],"devices":2,"unmoved":{"devices":0,"quantity":0,"amount":"0.00"},"totals":{"opening":{"quantity":0,"amount":"0.00"},"purchases":{"quantity":5,"amount":"100.00"},"otherIn":{"quantity":12,"amount":"7320.00"},"sales":{"quantity":4,"amount":"2440.00"},"losses":{"quantity":0,"amount":"0.00"},"otherOut":{"quantity":0,"amount":"0.00"},"correction":"0.00","closing":{"quantity":13,"amount":"4980.00"}},"wentWithoutCost":[],"withoutCost":[]}
$ stockbook report low --json
{"report":"low","currency":"CNY","rows":[],"totals":{"devices":0,"order":0,"orderCost":"0.00","withoutCost":0}}
$ stockbook report day --json
{"report":"day","since":"2026-11-23T01:30:00.000Z","until":"2026-11-23T01:30:00.000Z","currency":"CNY","entries":{"first":1,"last":11},"operators":[{"by":"li","entries":11}],"movements":{"report":"movements","since":"2026-11-23T01:30:00.000Z","until":"2026-11-23T01:30:00.000Z","by":"kind","groups":[{"key":"tv","devices":1,"rows":[{"code":"TV-0001","name":"VIERA 42","kind":"tv","brand":null,"opening":0,"in":{"opening":12,"correction":2},"out":{"sale":3,"correction":3},"totalIn":14,"totalOut":6,"closing":8}],"unmoved":{"devices":0,"units":0},"totals":{"opening":0,"in":{"opening":12,"correction":2},"out":{"sale":3,"correction":3},"totalIn":14,"totalOut":6,"closing":8}},{"key":"dvd","devices":1,"rows":[{"code":"DVD-0001","name":"SD4100","kind":"dvd","brand":null,"opening":0,"in":{"purchase":5,"correction":1},"out":{"correction":1},"totalIn":6,"totalOut":1,"closing":5}],"unmoved":{"devices":0,"units":0},"totals":{"opening":0,"in":{"purchase":5,"correction":1},"out":{"correction":1},"totalIn":6,"totalOut":1,"closing":5}}],"devices":2,"unmoved":{"devices":0,"units":0},"totals":{"opening":0,"in":{"purchase":5,"correction":3,"opening":12},"out":{"correction":4,"sale":3},"totalIn":20,"totalOut":7,"closing":13},"apart":[],"unit":"day","flows":[{"since":"2026-11-23T01:30:00.000Z","until":"2026-11-23T01:30:00.000Z","in":20,"out":7}]},"totals":{"devices":2,"units":13,"value":"6968.84","costValue":"4980.00","withoutCost":0},"low":[]}
$ stockbook chart DVD-0001 --json
{"code":"DVD-0001","name":"SD4100","since":"2026-11-23T01:30:00.000Z","until":"2026-11-23T01:30:00.000Z","unit":"day","opening":0,"closing":5,"parts":[{"since":"2026-11-23T01:30:00.000Z","until":"2026-11-23T01:30:00.000Z","in":6,"out":1,"balance":5}]}
$ stockbook info --json
{"store":"~/data/inventory.json","format":3,"currency":"CNY","devices":2,"units":13,"entries":11,"size":4096,"lastEntry":{"entry":11,"at":"2026-11-23T01:30:00.000Z","by":"li","command":"remove"}}
$ stockbook backup friday.backup --json
{"file":"friday.backup","entries":11,"devices":2}
$ stockbook restore friday.backup --store elsewhere --json
{"store":"~/elsewhere/inventory.json","format":3,"currency":"CNY","devices":2,"units":13,"entries":11,"size":4096,"lastEntry":{"entry":11,"at":"2026-11-23T01:30:00.000Z","by":"li","command":"remove"}}
$ stockbook verify --json
{"ok":true,"entries":11,"devices":2}
$ stockbook repair --json
{"setAside":[],"lost":[],"corrections":[],"bookRebuilt":false,"firstLineRebuilt":false,"unproved":[],"repairedBefore":[]}
$ stockbook verify --store damaged --json
{"error":{"code":"damaged","message":"…","details":{"entries":0,"devices":0,"findings":[{"key":"entry-damaged","entry":1,"byte":184,"reason":"changed","message":"…"}]}}}
$ stockbook repair --store damaged --json
{"setAside":["~/damaged/inventory.damaged-0123abcd.jsonl","~/damaged/inventory.edited-0123abcd.json"],"lost":[1],"corrections":[1],"bookRebuilt":true,"firstLineRebuilt":false,"unproved":[],"repairedBefore":[]}
$ stockbook stock-out TV-0001 99 --json
{"error":{"code":"insufficient-stock","message":"…","details":{"code":"TV-0001","onHand":8,"asked":99}}}
$ stockbook place add shop-1 --json
{"entry":12,"at":"2026-11-23T01:30:00.000Z","by":"li","type":"place-add","undoes":null,"undoneBy":null,"rows":[]}
$ stockbook transfer TV-0001 3 --from main --to shop-1 --in-transit --json
{"entry":13,"at":"2026-11-23T01:30:00.000Z","by":"li","type":"transfer","undoes":null,"undoneBy":null,"rows":[{"entry":13,"at":"2026-11-23T01:30:00.000Z","by":"li","type":"transfer","code":"TV-0001","name":"VIERA 42","change":-3,"balance":8,"reason":null,"cost":null,"ref":null,"note":null,"key":null,"undoes":null,"undoneBy":null,"place":"main","placeBalance":5,"of":null,"party":null,"serials":null,"count":null,"counted":null,"book":null},{"entry":13,"at":"2026-11-23T01:30:00.000Z","by":"li","type":"transfer","code":"TV-0001","name":"VIERA 42","change":3,"balance":8,"reason":null,"cost":null,"ref":null,"note":null,"key":null,"undoes":null,"undoneBy":null,"place":"transit","placeBalance":3,"of":13,"party":null,"serials":null,"count":null,"counted":null,"book":null}]}
$ stockbook pending --json
[{"queue":"transit","entry":13,"at":"2026-11-23T01:30:00.000Z","by":"li","code":"TV-0001","name":"VIERA 42","quantity":3,"left":3,"from":"main","to":"shop-1","party":null,"due":null}]
$ stockbook receive 13 --json
{"entry":14,"at":"2026-11-23T01:30:00.000Z","by":"li","type":"receive","undoes":null,"undoneBy":null,"rows":[{"entry":14,"at":"2026-11-23T01:30:00.000Z","by":"li","type":"transfer","code":"TV-0001","name":"VIERA 42","change":-3,"balance":8,"reason":null,"cost":null,"ref":null,"note":null,"key":null,"undoes":null,"undoneBy":null,"place":"transit","placeBalance":0,"of":13,"party":null,"serials":null,"count":null,"counted":null,"book":null},{"entry":14,"at":"2026-11-23T01:30:00.000Z","by":"li","type":"transfer","code":"TV-0001","name":"VIERA 42","change":3,"balance":8,"reason":null,"cost":null,"ref":null,"note":null,"key":null,"undoes":null,"undoneBy":null,"place":"shop-1","placeBalance":3,"of":null,"party":null,"serials":null,"count":null,"counted":null,"book":null}]}
$ stockbook report slip 13 --json
{"report":"slip","type":"transfer","entry":13,"at":"2026-11-23T01:30:00.000Z","by":"li","undoes":null,"undoneBy":null,"correctedBy":[],"inTransit":false,"toDeliver":false,"rows":[{"code":"TV-0001","name":"VIERA 42","quantity":3,"direction":null,"from":"main","to":"shop-1","reason":null,"cost":null,"amount":null,"ref":null,"note":null,"of":null,"party":null,"serials":null,"due":null}],"totals":{"quantity":3,"amount":null}}
$ stockbook place --json
[{"place":"main","kind":"stock","recount":null,"devices":2,"units":10,"lastCount":null,"note":null},{"place":"shop-1","kind":"stock","recount":null,"devices":1,"units":3,"lastCount":null,"note":null}]
`;
