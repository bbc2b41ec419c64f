// Loaded into the built program by a test (clock.ts): has its clock stand at a time.
const time = Date.parse(process.env.STOCKBOOK_TEST_TIME);
Date.now = () => time;
