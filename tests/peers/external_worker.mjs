// An external worker on Camunda's own client: node external_worker.mjs ADDRESS NAME SECRET WORKER
//
// What it does with a task is told by the task's topic; it prints one JSON line for each thing that happens, and runs
// until its standard input ends or it is killed.
import { BasicAuthInterceptor, Client, Variables } from "camunda-external-task-client-js";

const [baseUrl, username, password, workerId] = process.argv.slice(2);
const say = (what) => process.stdout.write(`${JSON.stringify({ worker: workerId, ...what })}\n`);

const client = new Client({
  baseUrl,
  workerId,
  maxTasks: 2,
  interval: 20,
  asyncResponseTimeout: 2000,
  lockDuration: 60000,
  interceptors: new BasicAuthInterceptor({ username, password }),
});
client.on("poll:error", (error) => say({ event: "poll:error", message: error.message }));

const told = new Promise((done) => process.stdin.once("data", done));

const handlers = {
  // Reads every type, gives every type back under another name.
  echo: async ({ task, taskService }) => {
    const given = task.variables.getAll();
    const variables = new Variables();
    for (const [name, value] of Object.entries(given)) variables.set(`${name}_again`, value);
    variables.set("at", new Date(Date.UTC(2026, 0, 31, 12, 30)));
    variables.setTyped("typed", { type: "Json", value: { deep: [1, { two: 2 }] } });
    variables.setTransient("secret", "for this step only");
    const local = new Variables().set("receipt", `R-${task.businessKey}`);
    say({ event: "got", given, case: task.businessKey, retries: task.retries });
    await taskService.complete(task, variables, local);
  },
  // Fails as its handler says: as often as there are retries, counted down from 2.
  fail: async ({ task, taskService }) => {
    const retries = task.retries === null ? 2 : task.retries - 1;
    await taskService.handleFailure(task, {
      errorMessage: "no answer", errorDetails: "all of it", retries, retryTimeout: 50,
    });
    say({ event: "failed", retries, seen: task.retries, before: task.errorMessage });
  },
  refuse: async ({ task, taskService }) => {
    await taskService.handleBpmnError(task, "refused", "no money", new Variables().set("why", "no money"));
    say({ event: "refused" });
  },
  // Extends its lock, and completes after the first one has run out; too late for that, it gets the task once more.
  slow: async ({ task, taskService }) => {
    try {
      await taskService.extendLock(task, 60000);
    } catch {
      return;
    }
    await new Promise((done) => setTimeout(done, 700));
    await taskService.complete(task);
    say({ event: "slow done" });
  },
  // Gives the first task it gets back, does it the second time.
  shy: async ({ task, taskService }) => {
    if (!handlers.seen) {
      handlers.seen = true;
      await taskService.unlock(task);
      say({ event: "unlocked" });
      return;
    }
    await taskService.complete(task);
    say({ event: "shy done" });
  },
  // Does nothing before it is told to: whoever has as many as it may have at once leaves the rest to others.
  share: async ({ task, taskService }) => {
    say({ event: "has one" });
    await told;
    await taskService.complete(task, new Variables().set("by", workerId));
    say({ event: "shared", case: task.businessKey });
  },
  // Never comes back: to be killed while it works.
  hang: async () => say({ event: "hanging" }),
  late: async ({ task, taskService }) => {
    try {
      await taskService.complete({ id: "no-such-task" });
    } catch (error) {
      say({ event: "told", status: error.httpStatusCode, type: error.type, message: error.engineMsg });
    }
    await taskService.complete(task);
  },
};
const lockDurations = { slow: 500, hang: 1500 };
for (const topic of (process.env.TOPICS ?? "").split(",").filter(Boolean)) {
  const options = { lockDuration: lockDurations[topic] ?? 60000 };
  client.subscribe(topic, options, handlers[process.env.DOES ?? topic]);
}
say({ event: "started" });
process.stdin.on("end", () => process.exit(0));
