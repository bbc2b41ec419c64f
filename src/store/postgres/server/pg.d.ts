declare module 'pg/lib/client.js' {
  import { Client, Query } from 'pg';

  const client: typeof Client & { readonly Query: typeof Query };
  export default client;
}
