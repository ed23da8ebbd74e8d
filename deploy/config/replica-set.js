// Run once against the store: a replica set of one node, and the account of our processes. Running it again is harmless.
const { MONGO_HOST: host, QI_MONGODB_PASSWORD: pwd } = process.env;

try {
  rs.status();
} catch (fault) {
  if (fault.codeName !== "NotYetInitialized") throw fault;
  rs.initiate({ _id: "qi", members: [{ _id: 0, host }] });
}
while (!db.hello().isWritablePrimary) sleep(200);

const admin = db.getSiblingDB("admin");
if (admin.getUser("qi")) admin.updateUser("qi", { pwd });
else admin.createUser({ user: "qi", pwd, roles: ["readWriteAnyDatabase"] });
