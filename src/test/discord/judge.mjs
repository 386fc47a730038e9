// A bot made with discord.js. It says on its output what it sees, a JSON object a line, and answers "say TEXT".
import { Client, Events, GatewayIntentBits, Partials } from "discord.js";

const [api, token] = process.argv.slice(2);
const tell = (seen, what) => console.log(JSON.stringify({ seen, ...what }));

const client = new Client({
  intents: [
    GatewayIntentBits.Guilds,
    GatewayIntentBits.GuildMessages,
    GatewayIntentBits.DirectMessages,
    GatewayIntentBits.MessageContent,
  ],
  partials: [Partials.Channel],
  rest: { api },
});

client.once(Events.ClientReady, ready => tell("ready", { user: ready.user.id }));
client.on(Events.ShardResume, (shard, replayed) => tell("resumed", { replayed }));
client.on(Events.ShardReady, () => tell("shard-ready", {}));
client.on(Events.Error, error => tell("error", { message: String(error) }));
client.on(Events.MessageUpdate, (before, after) => tell("update", { text: after.content }));
client.on(Events.MessageCreate, async message => {
  tell("message", { id: message.id, channel: message.channelId, own: message.author.id === client.user.id, text: message.content });
  if (message.content === "offer") {
    await client.application.commands.set([{ name: "deny", description: "refuses", options: [{ type: 3, name: "more", description: "why" }] }]);
    await message.channel.send({
      content: "may I?",
      components: [{ type: 1, components: [{ type: 2, style: 2, label: "Yes", custom_id: "/yes" }] }],
    });
  }
  if (message.content.startsWith("say ")) {
    const what = { content: message.content.slice(4), nonce: message.id, enforceNonce: true };
    await message.channel.sendTyping();
    const first = await message.channel.send(what);
    const again = await message.channel.send(what);
    tell("sent", { first: first.id, again: again.id });
    const listed = await message.channel.messages.fetch({ after: message.id, limit: 10 });
    tell("listed", { ids: [...listed.keys()], texts: listed.map(one => one.content) });
  }
  if (message.content.startsWith("change ")) {
    const first = await message.channel.send("one moment");
    const changed = await first.edit(message.content.slice(7));
    tell("changed", { same: changed.id === first.id, text: changed.content });
  }
});

client.on(Events.InteractionCreate, async interaction => {
  const command = interaction.isChatInputCommand();
  tell("interaction", {
    kind: command ? "command" : interaction.isButton() ? "button" : "other",
    what: command ? `/${interaction.commandName} ${interaction.options.getString("more")}` : interaction.customId,
    user: interaction.user.id,
    channel: interaction.channelId,
  });
  await (command ? interaction.reply({ content: "seen", flags: 64 }) : interaction.deferUpdate());
});

process.stdin.on("end", () => process.exit(0)).resume();
await client.login(token);
