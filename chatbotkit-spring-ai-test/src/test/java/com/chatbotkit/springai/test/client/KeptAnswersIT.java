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

package com.chatbotkit.springai.test.client;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import com.chatbotkit.springai.ChatBotKitAttributes;
import com.chatbotkit.springai.ChatBotKitChatModel;
import com.chatbotkit.springai.ChatBotKitChatOptions;
import com.chatbotkit.springai.api.ChatBotKitApi;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.bson.BsonBinaryReader;
import org.bson.BsonBinaryWriter;
import org.bson.Document;
import org.bson.codecs.DecoderContext;
import org.bson.codecs.DocumentCodec;
import org.bson.codecs.EncoderContext;
import org.bson.io.BasicOutputBuffer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.neo4j.driver.Value;
import org.neo4j.driver.Values;
import org.neo4j.driver.types.TypeSystem;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.advisor.MessageChatMemoryAdvisor;
import org.springframework.ai.chat.client.advisor.ToolCallingAdvisor;
import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.ai.chat.memory.ChatMemoryRepository;
import org.springframework.ai.chat.memory.InMemoryChatMemoryRepository;
import org.springframework.ai.chat.memory.MessageWindowChatMemory;
import org.springframework.ai.chat.memory.repository.jdbc.H2ChatMemoryRepositoryDialect;
import org.springframework.ai.chat.memory.repository.jdbc.JdbcChatMemoryRepository;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.MessageType;
import org.springframework.ai.chat.messages.SystemMessage;
import org.springframework.ai.chat.messages.ToolResponseMessage;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.ai.tokenizer.JTokkitTokenCountEstimator;
import org.springframework.ai.tool.annotation.Tool;
import org.springframework.core.io.ClassPathResource;
import org.springframework.data.mongodb.core.convert.MappingMongoConverter;
import org.springframework.data.mongodb.core.convert.MongoCustomConversions;
import org.springframework.data.mongodb.core.convert.NoOpDbRefResolver;
import org.springframework.data.mongodb.core.mapping.MongoMappingContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What a chat memory is given of an answer, each store can keep, as its own library
 * writes it: also of an answer with tools of the bot itself, a refusal, tokens, a rate
 * limit, another model's answer and an estimate.
 */
class KeptAnswersIT {

	private static final String OWN_CALL = "{\"index\":0,\"id\":\"call_own\",\"type\":\"function\","
			+ "\"function\":{\"name\":\"search_orders\",\"arguments\":\"{\\\"customer\\\":{\\\"id\\\":7}}\"}}";

	private static final String CALL = "{\"index\":1,\"id\":\"call_1\",\"type\":\"function\","
			+ "\"function\":{\"name\":\"weather\",\"arguments\":\"{}\"}}";

	private final HttpServer server = server();

	private volatile String lastBody = "";

	@BeforeEach
	void start() {
		this.server.createContext("/", this::answer);
		this.server.start();
	}

	@AfterEach
	void stop() {
		this.server.stop(0);
	}

	@TestFactory
	Stream<DynamicNode> eachStoreKeepsTheMessagesOfACall() {
		return stores(conversation(false));
	}

	@TestFactory
	Stream<DynamicNode> eachStoreKeepsTheMessagesOfAStream() {
		return stores(conversation(true));
	}

	/**
	 * The next question says the same to the bot, whichever store the conversation was
	 * read from.
	 */
	@TestFactory
	Stream<DynamicNode> theNextQuestionHasTheSameWireText() {
		return Stream.of(false, true).flatMap((stream) -> {
			List<Message> kept = new ArrayList<>(conversation(stream));
			kept.add(new UserMessage("\u00e4\ud83d\ude00 \"quoted\"\n\ttext"));
			kept.add(new AssistantMessage(""));
			kept.add(AssistantMessage.builder()
				.content("I can not")
				.properties(new HashMap<>(Map.of("refusal", "I can not", "sources", List.of("a", "b"), "score", 0.5)))
				.build());
			kept.add(SystemMessage.builder().text("Be short").metadata(Map.of("from", "us")).build());
			List<Message> texts = kept.stream().filter(KeptAnswersIT::isText).toList();
			return Stream.of(again("JDBC", stream, texts, KeptAnswersIT::throughJdbc),
					again("MongoDB", stream, texts, each(KeptAnswersIT::throughMongo)),
					again("Neo4j", stream, kept, each(KeptAnswersIT::throughNeo4j)),
					again("Java serialization", stream, kept, each(KeptAnswersIT::throughSerialization)),
					again("JSON", stream, kept, each(KeptAnswersIT::throughJson)));
		});
	}

	private DynamicNode again(String store, boolean stream, List<Message> messages,
			UnaryOperator<List<Message>> through) {
		return DynamicTest.dynamicTest(store + (stream ? ", stream" : ", call"), () -> {
			String expected = wireText(messages, stream);
			assertThat(expected).contains("quoted", "Be short");
			assertThat(wireText(through.apply(messages), stream)).isEqualTo(expected);
		});
	}

	private String wireText(List<Message> messages, boolean stream) {
		ChatClient.ChatClientRequestSpec prompt = client().prompt()
			.messages(messages)
			.user("And then?")
			.tools(new Weather());
		if (stream) {
			prompt.stream().content().blockLast();
		}
		else {
			prompt.call().content();
		}
		return this.lastBody;
	}

	private static UnaryOperator<List<Message>> each(UnaryOperator<Message> through) {
		return (messages) -> messages.stream().map(through).toList();
	}

	/**
	 * What is left for a store that keeps no calls of tools and no results of them.
	 */
	private static boolean isText(Message message) {
		return message.getMessageType() != MessageType.TOOL
				&& !(message instanceof AssistantMessage answer && answer.hasToolCalls());
	}

	/**
	 * What stands in a message's metadata would be given to the stores, which shows what
	 * they refuse.
	 */
	@Test
	void aListOfCallsUnderANameWithADotIsRefusedByThemAll() {
		Message message = AssistantMessage.builder()
			.content("Hello")
			.properties(Map.of(ChatBotKitAttributes.AGENT_TOOL_CALLS,
					List.of(new AssistantMessage.ToolCall("1", "function", "search", "{}"))))
			.build();
		List<String> kept = new ArrayList<>();
		stores().forEach((name, store) -> {
			try {
				store.accept(message);
				kept.add(name);
			}
			catch (AssertionError | Exception ex) {
				assertThat(ex).isNotNull();
			}
		});
		// They store no metadata of ours.
		assertThat(kept).containsExactly("JDBC", "Cassandra");
		assertThatException().isThrownBy(() -> mongo(message)).withMessageContaining("contains dots");
		// The driver makes a map of a record, which no property of a node can hold.
		assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> neo4j(message));
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void theBotsOwnToolsAreStillTold(boolean stream) {
		ChatResponse answer = stream ? client().prompt("Hi").stream().chatResponse().blockLast()
				: client().prompt("Hi").call().chatResponse();
		Generation generation = Objects.requireNonNull(Objects.requireNonNull(answer).getResult());
		assertThat(generation.getMetadata().<Object>get(ChatBotKitAttributes.AGENT_TOOL_CALLS))
			.asInstanceOf(InstanceOfAssertFactories.list(AssistantMessage.ToolCall.class))
			.extracting(AssistantMessage.ToolCall::name)
			.containsExactly("search_orders");
		assertThat(answer.getMetadata().<Object>get(ChatBotKitAttributes.INSTEAD_OF)).isEqualTo("bot/id=b1");
	}

	/**
	 * Values that need none of this project's classes, and keys for the response only.
	 */
	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void theMetadataOfAResponseArePlainValues(boolean stream) throws Exception {
		ChatResponse answer = Objects.requireNonNull(stream ? client().prompt("Hi").stream().chatResponse().blockLast()
				: client().prompt("Hi").call().chatResponse());
		Map<String, Object> metadata = new HashMap<>();
		answer.getMetadata().entrySet().forEach((entry) -> metadata.put(entry.getKey(), entry.getValue()));
		assertThat(metadata).isNotEmpty();
		assertThat(metadata.values())
			.allSatisfy((value) -> assertThat(value).isInstanceOfAny(String.class, Number.class, Boolean.class));
		assertThat(serialized(metadata)).isEqualTo(metadata);
	}

	private Stream<DynamicNode> stores(List<Message> messages) {
		assertThat(messages).extracting((message) -> message.getMessageType().name())
			.containsExactly("USER", "ASSISTANT", "TOOL", "ASSISTANT");
		return stores().entrySet()
			.stream()
			.map((store) -> DynamicTest.dynamicTest(store.getKey(), () -> messages.forEach(store.getValue())));
	}

	private static Map<String, Consumer<Message>> stores() {
		Map<String, Consumer<Message>> stores = new LinkedHashMap<>();
		stores.put("MongoDB", KeptAnswersIT::mongo);
		stores.put("Neo4j", KeptAnswersIT::neo4j);
		stores.put("JDBC", KeptAnswersIT::jdbc);
		stores.put("Redis", KeptAnswersIT::redis);
		stores.put("Cassandra", KeptAnswersIT::cassandra);
		stores.put("Java serialization", (message) -> {
			try {
				assertThat(serialized(new HashMap<>(message.getMetadata()))).isEqualTo(message.getMetadata());
			}
			catch (IOException | ClassNotFoundException ex) {
				throw new AssertionError(ex);
			}
		});
		stores.put("JSON", KeptAnswersIT::json);
		return stores;
	}

	/**
	 * As Spring AI's {@code MongoChatMemoryRepository} stores it, but for the server.
	 */
	private static void mongo(Message message) {
		Conversation.Content kept = inMongo(message);
		assertThat(kept.content()).isEqualTo(message.getText());
		assertThat(kept.metadata()).containsOnlyKeys(message.getMetadata().keySet());
	}

	private static Message throughMongo(Message message) {
		Conversation.Content kept = inMongo(message);
		return message(kept.type(), String.valueOf(kept.content()), Map.of(), List.of(), List.of());
	}

	private static Conversation.Content inMongo(Message message) {
		MongoCustomConversions conversions = new MongoCustomConversions(List.of());
		MongoMappingContext context = new MongoMappingContext();
		context.setSimpleTypeHolder(conversions.getSimpleTypeHolder());
		MappingMongoConverter converter = new MappingMongoConverter(NoOpDbRefResolver.INSTANCE, context);
		converter.setCustomConversions(conversions);
		converter.afterPropertiesSet();
		Document document = new Document();
		converter.write(new Conversation("1",
				new Conversation.Content(message.getText(), message.getMessageType().name(), message.getMetadata()),
				Instant.EPOCH), document);
		BasicOutputBuffer bytes = new BasicOutputBuffer();
		new DocumentCodec().encode(new BsonBinaryWriter(bytes), document, EncoderContext.builder().build());
		Document read = new DocumentCodec().decode(new BsonBinaryReader(bytes.getByteBuffers().get(0).asNIO()),
				DecoderContext.builder().build());
		return converter.read(Conversation.class, read).message();
	}

	/**
	 * As Spring AI's {@code Neo4jChatMemoryRepository} hands it to the driver. A property
	 * of a node holds neither maps nor lists of lists.
	 */
	private static void neo4j(Message message) {
		message.getMetadata().put("messageType", message.getMessageType());
		Map<String, Object> metadata = new HashMap<>(message.getMetadata());
		metadata.remove("messageType");
		Value value = Values.value(metadata);
		assertThat(value.asMap()).isEqualTo(metadata);
		TypeSystem types = TypeSystem.getDefault();
		assertThat(value.values()).noneMatch((property) -> property.hasType(types.MAP()))
			.noneMatch((property) -> property.hasType(types.LIST()));
	}

	/**
	 * Spring AI's own repository, in a database of H2.
	 */
	private static void jdbc(Message message) {
		assertThat(throughJdbc(List.of(message))).extracting(Message::getText)
			.isEqualTo(isText(message) ? List.of(String.valueOf(message.getText())) : List.of());
	}

	private static List<Message> throughJdbc(List<Message> messages) {
		// One connection, for H2 2.4.240 loses a table's check with the one that made it.
		SingleConnectionDataSource database = new SingleConnectionDataSource("jdbc:h2:mem:", true);
		try {
			new ResourceDatabasePopulator(new ClassPathResource("schema-h2.sql", JdbcChatMemoryRepository.class))
				.execute(database);
			JdbcChatMemoryRepository repository = JdbcChatMemoryRepository.builder()
				.jdbcTemplate(new JdbcTemplate(database))
				.dialect(new H2ChatMemoryRepositoryDialect())
				.build();
			repository.saveAll("1", messages);
			return repository.findByConversationId("1");
		}
		finally {
			database.destroy();
		}
	}

	/**
	 * Spring AI's {@code RedisChatMemoryRepository} writes the metadata as JSON and has
	 * them indexed as texts: what is none keeps the whole message out of the index.
	 */
	private static void redis(Message message) {
		JsonMapper mapper = new JsonMapper();
		JsonNode metadata = mapper.readTree(mapper.writeValueAsBytes(message.getMetadata()));
		metadata.properties().forEach((entry) -> assertThat(entry.getValue().isString()).as(entry.getKey()).isTrue());
		metadata.properties().forEach((entry) -> assertThat(entry.getKey()).doesNotContain("."));
	}

	/**
	 * Spring AI's {@code CassandraChatMemoryRepository} puts a value of its own there.
	 */
	private static void cassandra(Message message) {
		message.getMetadata().putIfAbsent("CassandraChatMemoryRepository_message_timestamp", Instant.EPOCH);
		assertThat(message.getMetadata().remove("CassandraChatMemoryRepository_message_timestamp")).isNotNull();
	}

	private static void json(Message message) {
		JsonMapper mapper = new JsonMapper();
		Map<?, ?> kept = mapper.readValue(mapper.writeValueAsBytes(message.getMetadata()), Map.class);
		Map<Object, Object> expected = new HashMap<>(message.getMetadata());
		expected.computeIfPresent("messageType", (key, type) -> type.toString());
		assertThat(kept).isEqualTo(expected);
	}

	private static Message throughNeo4j(Message message) {
		Map<String, Object> metadata = new HashMap<>(message.getMetadata());
		metadata.remove("messageType");
		List<Map<String, Object>> calls = calls(message).stream()
			.map((call) -> Map.<String, Object>of("id", call.id(), "name", call.name(), "arguments", call.arguments(),
					"type", call.type()))
			.toList();
		List<Map<String, Object>> responses = responses(message).stream()
			.map((response) -> Map.<String, Object>of("id", response.id(), "name", response.name(), "responseData",
					response.responseData()))
			.toList();
		Map<String, Object> node = new HashMap<>();
		node.put("text", message.getText());
		Function<Map<String, Object>, Map<String, Object>> kept = (map) -> Values.value(map).asMap();
		return message(message.getMessageType().name(), kept.apply(node).get("text").toString(), kept.apply(metadata),
				calls.stream()
					.map(kept)
					.map((call) -> new AssistantMessage.ToolCall((String) call.get("id"), (String) call.get("type"),
							(String) call.get("name"), (String) call.get("arguments")))
					.toList(),
				responses.stream()
					.map(kept)
					.map((response) -> new ToolResponseMessage.ToolResponse((String) response.get("id"),
							(String) response.get("name"), (String) response.get("responseData")))
					.toList());
	}

	@SuppressWarnings("unchecked")
	private static Message throughSerialization(Message message) {
		List<List<String>> calls = calls(message).stream()
			.map((call) -> List.of(call.id(), call.type(), call.name(), call.arguments()))
			.toList();
		List<List<String>> responses = responses(message).stream()
			.map((response) -> List.of(response.id(), response.name(), response.responseData()))
			.toList();
		try {
			return message(message.getMessageType().name(),
					(String) serialized(Objects.requireNonNull(message.getText())),
					(Map<String, Object>) serialized(new HashMap<>(message.getMetadata())),
					((List<List<String>>) serialized(calls)).stream()
						.map((call) -> new AssistantMessage.ToolCall(call.get(0), call.get(1), call.get(2),
								call.get(3)))
						.toList(),
					((List<List<String>>) serialized(responses)).stream()
						.map((response) -> new ToolResponseMessage.ToolResponse(response.get(0), response.get(1),
								response.get(2)))
						.toList());
		}
		catch (IOException | ClassNotFoundException ex) {
			throw new AssertionError(ex);
		}
	}

	private static Message throughJson(Message message) {
		JsonMapper mapper = new JsonMapper();
		JsonNode kept = mapper.readTree(mapper.writeValueAsBytes(message));
		return message(kept.get("messageType").asString(), kept.get("text").asString(), Map.of(),
				List.of(mapper.treeToValue(mapper.valueToTree(calls(message)), AssistantMessage.ToolCall[].class)),
				List.of(mapper.treeToValue(mapper.valueToTree(responses(message)),
						ToolResponseMessage.ToolResponse[].class)));
	}

	private static List<AssistantMessage.ToolCall> calls(Message message) {
		return (message instanceof AssistantMessage answer) ? answer.getToolCalls() : List.of();
	}

	private static List<ToolResponseMessage.ToolResponse> responses(Message message) {
		return (message instanceof ToolResponseMessage tool) ? tool.getResponses() : List.of();
	}

	private static Message message(String type, String text, Map<String, Object> metadata,
			List<AssistantMessage.ToolCall> calls, List<ToolResponseMessage.ToolResponse> responses) {
		return switch (MessageType.valueOf(type)) {
			case USER -> UserMessage.builder().text(text).metadata(metadata).build();
			case SYSTEM -> SystemMessage.builder().text(text).metadata(metadata).build();
			case ASSISTANT -> AssistantMessage.builder().content(text).properties(metadata).toolCalls(calls).build();
			case TOOL -> ToolResponseMessage.builder().responses(responses).metadata(metadata).build();
		};
	}

	private static Object serialized(Object value) throws IOException, ClassNotFoundException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
			out.writeObject(value);
		}
		try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
			return in.readObject();
		}
	}

	/**
	 * What a memory that takes part in each round of tools has been given.
	 */
	private List<Message> conversation(boolean stream) {
		ChatMemoryRepository repository = new InMemoryChatMemoryRepository();
		ChatClient client = client();
		ChatClient.ChatClientRequestSpec prompt = client.prompt("Hi")
			.tools(new Weather())
			.advisors(MessageChatMemoryAdvisor
				.builder(MessageWindowChatMemory.builder().chatMemoryRepository(repository).build())
				.order(ToolCallingAdvisor.DEFAULT_ORDER + 100)
				.build())
			.advisors((advisors) -> advisors.param(ChatMemory.CONVERSATION_ID, "1"));
		String text = stream ? String.join("", Objects.requireNonNull(prompt.stream().content().collectList().block()))
				: prompt.call().content();
		assertThat(text).contains("Sunny.");
		return repository.findByConversationId("1");
	}

	private ChatClient client() {
		ChatBotKitApi api = ChatBotKitApi.builder()
			.baseUrl("http://127.0.0.1:" + this.server.getAddress().getPort())
			.secretKey("sk-test-1")
			.build();
		return ChatClient.create(ChatBotKitChatModel.builder()
			.api(api)
			.options(ChatBotKitChatOptions.builder().bot("b1").build())
			.fallbacks("bot/id=b2")
			.tokenCountEstimator(new JTokkitTokenCountEstimator())
			.build());
	}

	private static HttpServer server() {
		try {
			return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		}
		catch (IOException ex) {
			throw new AssertionError(ex);
		}
	}

	/**
	 * Refuses the first bot, so that the second one answers, which uses a tool of its
	 * own.
	 */
	private void answer(HttpExchange exchange) throws IOException {
		String request = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
		this.lastBody = request;
		exchange.getResponseHeaders().set("X-RateLimit-Limit", "100");
		exchange.getResponseHeaders().set("X-RateLimit-Remaining", "99");
		exchange.getResponseHeaders().set("X-RateLimit-Reset", "60");
		if (request.contains("bot/id=b1")) {
			send(exchange, 404, "application/json", "{\"message\":\"Bot not found\",\"code\":\"NOT_FOUND\"}");
			return;
		}
		boolean first = request.contains("\"weather\"") && !request.contains("\"role\":\"tool\"");
		String calls = "\"tool_calls\":[" + OWN_CALL + (first ? "," + CALL : "") + "]";
		String reason = first ? "tool_calls" : "stop";
		if (request.contains("\"stream\":true")) {
			send(exchange, 200, "text/event-stream",
					"data: {\"id\":\"c1\",\"created\":1,\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{\"role\":"
							+ "\"assistant\",\"content\":\"Sunny.\",\"reasoning_content\":\"hm\",\"x.y\":{\"a\":[1]}}}]}\n\n"
							+ "data: {\"choices\":[{\"index\":0,\"delta\":{\"refusal\":\"No \"}}]}\n\n"
							+ "data: {\"choices\":[{\"index\":0,\"delta\":{" + calls + "}}]}\n\n"
							+ "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"" + reason
							+ "\"}]}\n\ndata: [DONE]\n\n");
		}
		else {
			send(exchange, 200, "application/json",
					"{\"id\":\"c1\",\"created\":1,\"model\":\"m\",\"choices\":[{\"index\":0,\"message\":{\"role\":"
							+ "\"assistant\",\"content\":\"Sunny.\",\"refusal\":null,\"reasoning_content\":\"hm\","
							+ "\"x.y\":{\"a\":[1]}," + calls + "},\"finish_reason\":\"" + reason
							+ "\"}],\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":2,\"total_tokens\":3}}");
		}
	}

	private static void send(HttpExchange exchange, int status, String type, String text) throws IOException {
		byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
		exchange.getResponseHeaders().set("Content-Type", type);
		exchange.sendResponseHeaders(status, bytes.length);
		try (OutputStream body = exchange.getResponseBody()) {
			body.write(bytes);
		}
	}

	/**
	 * What Spring AI's {@code MongoChatMemoryRepository} stores.
	 *
	 * @param conversationId the conversation
	 * @param message the message
	 * @param timestamp when
	 */
	@org.springframework.data.mongodb.core.mapping.Document("ai_chat_memory")
	record Conversation(String conversationId, Content message, Instant timestamp) {

		/**
		 * A message.
		 *
		 * @param content its text
		 * @param type its type
		 * @param metadata its metadata
		 */
		record Content(@Nullable String content, String type, Map<String, Object> metadata) {

		}

	}

	static class Weather {

		@Tool
		String weather() {
			return "sunny";
		}

	}

}
