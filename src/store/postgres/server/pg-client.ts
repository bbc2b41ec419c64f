// The one part of pg that is used; the build puts it into a file of its own, without what it looks for on other platforms.
import Client from 'pg/lib/client.js';

export { Client };
