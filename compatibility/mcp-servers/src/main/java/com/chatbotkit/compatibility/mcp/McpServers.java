/*
 * Copyright 2026-present the original author or authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package com.chatbotkit.compatibility.mcp;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

import com.chatbotkit.springai.ChatBotKitChatModel;
import com.chatbotkit.springai.ChatBotKitChatOptions;
import com.chatbotkit.springai.api.ChatBotKitApi;
import com.chatbotkit.springai.test.ChatBotKitEmulator;
import com.chatbotkit.springai.test.Reply;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.ServerParameters;
import io.modelcontextprotocol.client.transport.StdioClientTransport;
import io.modelcontextprotocol.json.McpJsonDefaults;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.model.ToolContext;
import org.springframework.ai.mcp.SyncMcpToolCallbackProvider;
import org.springframework.ai.tool.ToolCallback;
import org.springframework.ai.tool.definition.ToolDefinition;

/**
 * Starts MCP servers, offers their tools to an emulated bot, lets it call one of each,
 * and prints a table.
 */
public final class McpServers {

	private static final JsonMapper MAPPER = JsonMapper.shared();

	private final HttpClient http = HttpClient.newHttpClient();

	private final ChatBotKitEmulator emulator = ChatBotKitEmulator.builder().keepRequests(10_000).start();

	private final ChatBotKitApi api = ChatBotKitApi.builder()
		.baseUrl(this.emulator.baseUrl())
		.secretKey(this.emulator.secretKey())
		.build();

	private final ChatClient chat = ChatClient.create(ChatBotKitChatModel.builder()
		.api(this.api)
		.options(ChatBotKitChatOptions.builder().bot("b1").build())
		.build());

	private final Comparison all = new Comparison();

	private int servers;

	private int tools;

	private int raw;

	private int lowered;

	private int called;

	private McpServers() {
	}

	/**
	 * Runs all of them.
	 * @param arguments the folder with {@code node_modules} and {@code servers.json}, and
	 * an empty one to run in
	 * @throws Exception if the folder is not as it should be
	 */
	public static void main(String[] arguments) throws Exception {
		McpServers servers = new McpServers();
		System.out.println(
				"| server | tools | accepted as they are | accepted from this client | types that differ | call |");
		System.out.println("| --- | --- | --- | --- | --- | --- |");
		Path folder = Path.of(arguments[0]).toAbsolutePath();
		JsonNode names = MAPPER.readTree(Files.readString(folder.resolve("servers.json")));
		names.properties().forEach((server) -> {
			try {
				servers.run(folder, Path.of(arguments[1]), server.getKey(), server.getValue());
			}
			// A server may fail in any way: the others are looked at all the same.
			catch (Exception ex) {
				System.out.println("| " + server.getKey() + " | FAILED: " + ex.toString().lines().findFirst().orElse("")
						+ " | | | | |");
			}
		});
		servers.summary();
		boolean fine = servers.lowered == servers.tools && servers.called == servers.servers && servers.servers >= 20;
		System.exit(fine ? 0 : 1);
	}

	private void run(Path folder, Path work, String name, JsonNode settings) throws Exception {
		JsonNode manifest = MAPPER.readTree(Files.readString(folder.resolve("node_modules/" + name + "/package.json")));
		JsonNode bin = manifest.path("bin");
		String program = bin.isString() ? bin.asString() : bin.iterator().next().asString();
		List<String> arguments = new ArrayList<>(
				List.of(folder.resolve("node_modules/" + name).resolve(program).normalize().toString()));
		settings.path("args").forEach((argument) -> arguments.add(argument.asString()));
		Map<String, String> environment = new HashMap<>();
		settings.path("env")
			.properties()
			.forEach((entry) -> environment.put(entry.getKey(), entry.getValue().asString()));
		StdioClientTransport transport = new StdioClientTransport(
				ServerParameters.builder("node").args(arguments).env(environment).build(), McpJsonDefaults.getMapper());
		transport.setStdErrorHandler((line) -> {
		});
		try (McpSyncClient client = McpClient.sync(transport)
			.requestTimeout(Duration.ofSeconds(60))
			.initializationTimeout(Duration.ofSeconds(120))
			.build()) {
			client.initialize();
			ToolCallback[] callbacks = SyncMcpToolCallbackProvider.builder()
				.mcpClients(client)
				.build()
				.getToolCallbacks();
			row(name + " " + manifest.path("version").asString(), callbacks, settings.path("call").asString(""));
		}
	}

	private void row(String name, ToolCallback[] callbacks, String preferred) throws Exception {
		int rawAccepted = 0;
		int accepted = 0;
		Comparison comparison = new Comparison();
		for (ToolCallback callback : callbacks) {
			rawAccepted += accepts(callback.getToolDefinition()) ? 1 : 0;
			JsonNode sent = offered(callback);
			if (sent != null) {
				accepted++;
				ToolDefinition tool = callback.getToolDefinition();
				JsonNode schema = MAPPER.readTree(tool.inputSchema());
				comparison.add(tool.name(), tool.description(), schema, sent);
				this.all.add(tool.name(), tool.description(), schema, sent);
			}
		}
		String call = call(callbacks, preferred);
		this.servers++;
		this.tools += callbacks.length;
		this.raw += rawAccepted;
		this.lowered += accepted;
		this.called += call.startsWith("arguments equal") ? 1 : 0;
		System.out.println("| " + String.join(" | ", name, "" + callbacks.length, "" + rawAccepted, "" + accepted,
				comparison.changed.size() + " of " + comparison.nodes, call) + " |");
		comparison.changed.forEach((change) -> System.err.println(name + " " + change));
	}

	/** Whether the endpoint takes the tool as its server describes it. */
	private boolean accepts(ToolDefinition tool) throws Exception {
		ObjectNode body = MAPPER.createObjectNode();
		body.put("model", "bot/id=b1");
		body.putArray("messages").addObject().put("role", "user").put("content", "Hello");
		ObjectNode function = body.putArray("tools").addObject().put("type", "function").putObject("function");
		function.put("name", tool.name()).put("description", tool.description());
		function.set("parameters", MAPPER.readTree(tool.inputSchema()));
		return this.http
			.send(HttpRequest.newBuilder(URI.create(this.emulator.baseUrl() + "/chat/completions"))
				.header("Authorization", "Bearer " + this.emulator.secretKey())
				.header("Content-Type", "application/json")
				.POST(BodyPublishers.ofString(body.toString()))
				.build(), BodyHandlers.discarding())
			.statusCode() == 200;
	}

	/** The function as this client offers it, or null if it is refused. */
	private @Nullable JsonNode offered(ToolCallback callback) {
		try {
			this.chat.prompt("Hello").tools(callback).call().content();
		}
		catch (RuntimeException ex) {
			System.err.println(callback.getToolDefinition().name() + " REFUSED: " + ex.getMessage());
			return null;
		}
		var requests = this.emulator.requests();
		return MAPPER.readTree(requests.get(requests.size() - 1).body()).path("tools").path(0).path("function");
	}

	/** The bot calls one tool, and all are offered. */
	private String call(ToolCallback[] callbacks, String preferred) {
		ToolCallback callback = callbacks[0];
		for (ToolCallback each : callbacks) {
			callback = each.getToolDefinition().name().endsWith(preferred) && !preferred.isEmpty() ? each : callback;
		}
		ToolDefinition tool = callback.getToolDefinition();
		ObjectNode arguments = new ValidArguments(MAPPER.readTree(tool.inputSchema())).make();
		AtomicReference<@Nullable String> received = new AtomicReference<>();
		ToolCallback watched = watched(callback, received);
		List<ToolCallback> offered = new ArrayList<>(List.of(callbacks));
		offered.set(offered.indexOf(callback), watched);
		this.emulator.bot("b1").when("Call it").call(tool.name(), arguments).thenReply((turn) -> Reply.text("Done."));
		try {
			this.chat.prompt("Call it").tools(offered.toArray(Object[]::new)).call().content();
		}
		catch (RuntimeException ex) {
			// What the tool makes of a wrong key is its own business.
			if (received.get() == null) {
				return "FAILED: " + ex.getMessage();
			}
		}
		finally {
			this.emulator.reset();
		}
		boolean equal = received.get() != null && MAPPER.readTree(received.get()).equals(arguments);
		return (equal ? "arguments equal" : "ARGUMENTS DIFFER: " + received.get() + " for " + arguments) + " (`"
				+ tool.name() + "`)";
	}

	private static ToolCallback watched(ToolCallback callback, AtomicReference<@Nullable String> received) {
		return new ToolCallback() {
			@Override
			public ToolDefinition getToolDefinition() {
				return callback.getToolDefinition();
			}

			@Override
			public String call(String input) {
				received.set(input);
				return callback.call(input);
			}

			@Override
			public String call(String input, @Nullable ToolContext context) {
				received.set(input);
				return callback.call(input, context);
			}
		};
	}

	private void summary() {
		System.out.printf(
				"%n%d servers, %d tools: %d accepted as they are, %d from this client; %d of %d words of descriptions kept; "
						+ "%d of %d nodes with another type; %d of %d calls with equal arguments%n",
				this.servers, this.tools, this.raw, this.lowered, this.all.kept, this.all.words,
				this.all.changed.size(), this.all.nodes, this.called, this.servers);
		this.api.close();
		this.emulator.close();
	}

}
