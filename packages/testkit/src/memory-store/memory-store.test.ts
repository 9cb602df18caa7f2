import { storeContract } from "../store-contract.js";
import { MemoryStore } from "./index.js";

storeContract("MemoryStore", async () => {
  let store = new MemoryStore();
  return {
    store,
    reopen: async () => {
      await store.close();
      store = store.reopened();
      return store;
    },
    close: () => store.close(),
  };
});
