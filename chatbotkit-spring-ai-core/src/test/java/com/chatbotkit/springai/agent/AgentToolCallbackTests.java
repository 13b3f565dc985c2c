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

package com.chatbotkit.springai.agent;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import com.chatbotkit.springai.ChatBotKitAttributes;
import com.chatbotkit.springai.ChatBotKitChatModel;
import com.chatbotkit.springai.ChatBotKitChatOptions;
import com.chatbotkit.springai.ChatBotKitTenant;
import com.chatbotkit.springai.api.ChatBotKitApi;
import com.chatbotkit.springai.api.HeldExchange;
import com.chatbotkit.springai.api.WireServer;
import com.chatbotkit.springai.tool.AgentCallCounter;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.ObservationView;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.advisor.ToolCallingAdvisor;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.ToolContext;
import org.springframework.ai.chat.observation.ChatModelObservationContext;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.model.SimpleApiKey;
import org.springframework.ai.model.tool.ToolCallingManager;
import org.springframework.ai.tool.execution.ToolExecutionException;
import org.springframework.ai.tool.observation.ToolCallingObservationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests of {@link AgentToolCallback}: a lead that asks an expert.
 */
class AgentToolCallbackTests {

	private static final String ASKS = """
			{"choices":[{"message":{"tool_calls":[{"id":"c1","type":"function","function":\
			{"name":"expert","arguments":"{\\"message\\":\\"How far?\\"}"}}]},"finish_reason":"tool_calls"}]}""";

	private static final String STREAM_ASKS = """
			data: {"choices":[{"delta":{"tool_calls":[{"index":0,"id":"c1","type":"function","function":\
			{"name":"expert","arguments":"{\\"message\\":\\"How far?\\"}"}}]},"finish_reason":"tool_calls"}]}

			data: [DONE]

			""";

	private static final String STREAM_SAYS = """
			data: {"choices":[{"delta":{"content":"It is far."},"finish_reason":"stop"}]}

			data: [DONE]

			""";

	private final WireServer server = new WireServer();

	private final ChatBotKitApi api = ChatBotKitApi.builder()
		.baseUrl(this.server.baseUrl())
		.secretKey("sk-shared")
		.build();

	private final ObservationRegistry observations = ObservationRegistry.create();

	private final ChatClient expert = client("expert1");

	private final ChatClient lead = client("lead1");

	@AfterEach
	void close() {
		this.api.close();
		this.server.close();
	}

	@Test
	void oneAgentAsksAnotherInACall() {
		scriptACall();

		assertThat(this.lead.prompt("Is it far?").tools(tool()).call().content()).isEqualTo("It is far.");

		assertThat(this.server.requests().get(0).body()).contains("bot/id=lead1", "Knows distances");
		assertThat(this.server.requests().get(1).body()).contains("bot/id=expert1", "How far?")
			.doesNotContain("Is it far?");
		assertThat(this.server.requests().get(2).body()).contains("bot/id=lead1", "42 km");
	}

	@Test
	void oneAgentAsksAnotherInAStream() {
		scriptAStream();

		assertThat(this.lead.prompt("Is it far?").tools(tool()).stream().content().collectList().block())
			.containsExactly("It is far.");

		assertThat(this.server.requests().get(1).body()).contains("bot/id=expert1", "How far?");
		assertThat(this.server.requests().get(2).body()).contains("42 km");
	}

	@Test
	void agentsAskAgentsOnlySoDeep() {
		AtomicReference<ChatClient> self = new AtomicReference<>();
		AgentToolCallback tool = AgentToolCallback.builder(self::get)
			.name("expert")
			.description("Asks itself")
			.maxDepth(2)
			.build();
		self.set(client("expert1").mutate().defaultTools(tool).build());
		// The lead, and then each expert, asks once; the third one is told no and
		// answers.
		this.server.next(WireServer.json(ASKS))
			.next(WireServer.json(ASKS))
			.next(WireServer.json(ASKS))
			.next(WireServer.json(says("I do not know")))
			.next(WireServer.json(says("Nobody knows")))
			.next(WireServer.json(says("Far")));

		assertThat(this.lead.prompt("Is it far?").tools(tool).call().content()).isEqualTo("Far");

		assertThat(this.server.requests()).hasSize(6);
		assertThat(this.server.requests().get(3).body()).contains("Agents ask agents 2 deep already");
	}

	@Test
	void theAgentGetsTheToolContext() {
		this.server.next(WireServer.json(says("42 km")));
		AtomicReference<@Nullable ToolContext> seen = new AtomicReference<>();
		AgentToolCallback tool = AgentToolCallback.builder(this.expert)
			.name("expert")
			.description("Knows distances")
			.request((request, context) -> seen.set(context))
			.build();

		tool.call("{\"message\":\"How far?\"}", new ToolContext(Map.of("user", "u1")));

		assertThat(seen.get()).isNotNull();
		assertThat(seen.get().getContext()).containsEntry("user", "u1")
			.containsEntry(ChatBotKitAttributes.AGENT_DEPTH, 1);
	}

	@Test
	void aTenantIsPassedOn() {
		ChatBotKitTenant tenant = ChatBotKitTenant.withSecretKey("sk-tenant");
		scriptACall();
		scriptAStream();

		tenant.run(() -> this.lead.prompt("Is it far?").tools(tool()).call().content());
		this.lead.prompt("Is it far?").tools(tool()).stream().content().contextWrite(tenant::writeTo).blockLast();

		assertThat(this.server.requests()).hasSize(6)
			.allSatisfy((request) -> assertThat(request.header("Authorization")).isEqualTo("Bearer sk-tenant"));
	}

	@Test
	void aTenantsBotTakesThePlaceOnlyOfTheOneThatIsCalled() {
		ChatBotKitTenant tenant = ChatBotKitTenant.withSecretKey("sk-tenant").bot("acme");
		scriptACall();
		scriptAStream();

		tenant.run(() -> this.lead.prompt("Is it far?").tools(tool()).call().content());
		this.lead.prompt("Is it far?").tools(tool()).stream().content().contextWrite(tenant::writeTo).blockLast();

		assertSent("sk-tenant bot/id=acme", "sk-tenant bot/id=expert1", "sk-tenant bot/id=acme",
				"sk-tenant bot/id=acme", "sk-tenant bot/id=expert1", "sk-tenant bot/id=acme");
	}

	@Test
	void anAgentThatIsAskedKeepsAKeyOfItsOwn() {
		ChatBotKitTenant tenant = ChatBotKitTenant.withSecretKey("sk-tenant").bot("acme");
		ChatBotKitApi expertsApi = this.api.mutate().secretKey("sk-expert").build();
		ChatBotKitChatOptions withKey = ChatBotKitChatOptions.builder()
			.bot("expert1")
			.secretKey(new SimpleApiKey("sk-expert"))
			.build();
		for (ChatClient own : List.of(client(builder(expertsApi, "expert1")),
				client(builder(this.api, "expert1").options(withKey)))) {
			AgentToolCallback tool = tool(own);
			scriptACall();
			scriptAStream();
			this.server.next(WireServer.json(says("Hello")));

			tenant.run(() -> this.lead.prompt("Is it far?").tools(tool).call().content());
			this.lead.prompt("Is it far?").tools(tool).stream().content().contextWrite(tenant::writeTo).blockLast();
			tenant.run(() -> own.prompt("Called by the application itself").call().content());

			assertSent("sk-tenant bot/id=acme", "sk-expert bot/id=expert1", "sk-tenant bot/id=acme",
					"sk-tenant bot/id=acme", "sk-expert bot/id=expert1", "sk-tenant bot/id=acme",
					"sk-tenant bot/id=acme");
			this.server.requests().clear();
		}
	}

	@Test
	void whatATenantMayReplaceIsSaidForEachBot() {
		ChatBotKitTenant tenant = ChatBotKitTenant.withSecretKey("sk-tenant").bot("acme");
		Map<ChatBotKitTenant.Replaces, String> asked = Map.of(ChatBotKitTenant.Replaces.WHEN_CALLED,
				"sk-expert bot/id=expert1", ChatBotKitTenant.Replaces.ALWAYS, "sk-tenant bot/id=acme",
				ChatBotKitTenant.Replaces.KEY, "sk-tenant bot/id=expert1", ChatBotKitTenant.Replaces.NOTHING,
				"sk-expert bot/id=expert1");
		Map<ChatBotKitTenant.Replaces, String> called = Map.of(ChatBotKitTenant.Replaces.WHEN_CALLED,
				"sk-tenant bot/id=acme", ChatBotKitTenant.Replaces.ALWAYS, "sk-tenant bot/id=acme",
				ChatBotKitTenant.Replaces.KEY, "sk-tenant bot/id=expert1", ChatBotKitTenant.Replaces.NOTHING,
				"sk-expert bot/id=expert1");
		ChatBotKitApi expertsApi = this.api.mutate().secretKey("sk-expert").build();
		asked.forEach((replaces, expected) -> {
			ChatClient expert = client(builder(expertsApi, "expert1").tenantReplaces(replaces));
			scriptACall();
			this.server.next(WireServer.json(says("Hello"))).next(WireServer.events(STREAM_SAYS));

			tenant.run(() -> this.lead.prompt("Is it far?").tools(tool(expert)).call().content());
			tenant.run(() -> expert.prompt("Hi").call().content());
			expert.prompt("Hi").stream().content().contextWrite(tenant::writeTo).blockLast();

			assertSent("sk-tenant bot/id=acme", expected, "sk-tenant bot/id=acme", called.get(replaces),
					called.get(replaces));
			this.server.requests().clear();
		});
	}

	@Test
	void aFallbackOfAnAgentThatIsAskedHasItsKey() {
		ChatBotKitTenant tenant = ChatBotKitTenant.withSecretKey("sk-tenant").bot("acme");
		ChatBotKitApi expertsApi = this.api.mutate().secretKey("sk-expert").build();
		AgentToolCallback tool = tool(client(builder(expertsApi, "expert1").fallbacks("bot/id=expert2")));
		this.server.next(WireServer.json(ASKS))
			.next(WireServer.answer(404, null, "unknown"))
			.next(WireServer.json(says("42 km")))
			.next(WireServer.json(says("It is far.")));

		tenant.run(() -> this.lead.prompt("Is it far?").tools(tool).call().content());

		assertSent("sk-tenant bot/id=acme", "sk-expert bot/id=expert1", "sk-expert bot/id=expert2",
				"sk-tenant bot/id=acme");
	}

	@Test
	void agentsAreAskedOnlySoOftenForOneQuestion() {
		AtomicReference<ChatClient> self = new AtomicReference<>();
		AgentToolCallback tool = AgentToolCallback.builder(self::get).name("expert").description("Asks itself").build();
		self.set(client("expert1").mutate().defaultTools(tool).build());
		this.server.always(this::askTwoOthersAndThenAnswer);
		for (boolean stream : List.of(false, true, false)) {
			ChatClient.ChatClientRequestSpec question = this.lead.prompt("Is it far?").tools(tool);
			assertThat(stream ? question.stream().content().blockLast() : question.call().content()).isEqualTo("Far");
			// The lead, and ten that it and those ten asked, twice each. Without a budget
			// it were 30.
			assertThat(this.server.requests()).hasSize(2 + 10 * 2);
			assertThat(this.server.requests()).anySatisfy(
					(request) -> assertThat(request.body()).contains("Agents were asked 10 times for this question"));
			this.server.requests().clear();
		}
	}

	@Test
	void aQuestionsAgentsShareItsBudgetOverAllRounds() {
		AgentToolCallback tool = AgentToolCallback.builder(this.expert)
			.name("expert")
			.description("Knows distances")
			.maxCalls(2)
			.build();
		for (int i = 0; i < 2; i++) {
			this.server.next(WireServer.json(ASKS)).next(WireServer.json(says("42 km")));
		}
		this.server.next(WireServer.json(ASKS)).next(WireServer.json(says("It is far.")));

		assertThat(this.lead.prompt("Is it far?").tools(tool).call().content()).isEqualTo("It is far.");

		assertThat(this.server.requests()).hasSize(6);
		assertThat(this.server.requests().get(5).body()).contains("Agents were asked 2 times");
	}

	@Test
	void toolsThatRunAtTheSameTimeShareTheBudget() {
		Map<String, Object> context = new ConcurrentHashMap<>();
		AgentCallCounter.tryAcquire(context, 100);
		long taken = IntStream.range(0, 1000)
			.parallel()
			.filter((i) -> AgentCallCounter.tryAcquire(new HashMap<>(context), 100))
			.count();
		assertThat(taken).isEqualTo(99);
	}

	@Test
	void optionsThatAreUsedAgainHaveANewBudgetForEachQuestion() {
		AgentToolCallback tool = AgentToolCallback.builder(this.expert)
			.name("expert")
			.description("Knows distances")
			.maxCalls(1)
			.build();
		ChatBotKitChatOptions options = ChatBotKitChatOptions.builder().bot("lead1").toolCallbacks(tool).build();
		ChatBotKitChatModel model = builder(this.api, "lead1").build();
		ToolCallingManager tools = ToolCallingManager.builder().build();
		for (int i = 0; i < 3; i++) {
			scriptACall();
			Prompt question = new Prompt("Is it far?", options);
			ChatResponse asks = model.call(question);
			model.call(new Prompt(tools.executeToolCalls(question, asks).conversationHistory(), options));
			assertThat(this.server.requests().get(2).body()).contains("42 km");
			this.server.requests().clear();
		}
	}

	@Test
	void itsObservationsStandBelowThatOfTheTool() {
		AtomicReference<@Nullable ObservationView> parent = new AtomicReference<>();
		this.observations.observationConfig().observationHandler(new ObservationHandler<ChatModelObservationContext>() {

			@Override
			public void onStart(ChatModelObservationContext context) {
				if ("bot/id=expert1".equals(context.getRequest().getOptions().getModel())) {
					parent.set(context.getParentObservation());
				}
			}

			@Override
			public boolean supportsContext(Observation.Context context) {
				return context instanceof ChatModelObservationContext;
			}

		});
		scriptACall();
		scriptAStream();

		this.lead.prompt("Is it far?").tools(tool()).call().content();
		assertThat(belowTool(parent.getAndSet(null))).isTrue();
		this.lead.prompt("Is it far?").tools(tool()).stream().content().blockLast();
		assertThat(belowTool(parent.get())).isTrue();
	}

	@Test
	void whoCancelsTheLeadCancelsTheExpert() {
		HeldExchange expert = new HeldExchange();
		this.server.next(WireServer.events(STREAM_ASKS)).next(expert);

		Disposable lead = this.lead.prompt("Is it far?").tools(tool()).stream().content().subscribe();
		expert.awaitAsked();
		lead.dispose();

		expert.awaitClosed();
		assertThat(this.server.requests()).hasSize(2);
	}

	@Test
	void whoInterruptsACallOfTheLeadCancelsTheExpert() throws Exception {
		HeldExchange expert = new HeldExchange();
		this.server.next(WireServer.json(ASKS)).next(expert);
		AtomicReference<@Nullable Throwable> thrown = new AtomicReference<>();
		Thread caller = new Thread(() -> {
			try {
				this.lead.prompt("Is it far?").tools(tool()).call().content();
			}
			catch (RuntimeException ex) {
				thrown.set(ex);
			}
		});
		caller.start();
		expert.awaitAsked();
		caller.interrupt();
		caller.join(10_000);

		expert.awaitClosed();
		assertThat(thrown.get()).isNotNull().isNotInstanceOf(ToolExecutionException.class);
		assertThat(this.server.requests()).hasSize(2);
	}

	@Test
	void aFailingAgentIsReportedToTheOneThatAsks() {
		this.server.next(WireServer.json(ASKS))
			.next(WireServer.answer(404, null, "no such bot"))
			.next(WireServer.json(says("I cannot tell")));

		assertThat(this.lead.prompt("Is it far?").tools(tool()).call().content()).isEqualTo("I cannot tell");

		assertThat(this.server.requests().get(2).body()).contains("404 NOT_FOUND: no such bot");
	}

	@Test
	void anInputWithoutAMessageSaysWhatToWrite() {
		for (@Nullable
		String input : new @Nullable String[] { null, "", "null", "{}", "{\"message\":\" \"}", "{\"message\":7}",
				"no JSON", "[]" }) {
			assertThatExceptionOfType(ToolExecutionException.class).isThrownBy(() -> tool().call(input))
				.withMessageContaining("{\"message\":\"...\"}");
		}
	}

	@Test
	void aToolNeedsNameAndDescription() {
		assertThatIllegalArgumentException().isThrownBy(() -> AgentToolCallback.builder(this.expert).build())
			.withMessageContaining("name");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> AgentToolCallback.builder(this.expert).name("expert").build())
			.withMessageContaining("what it is good at");
		assertThatIllegalArgumentException().isThrownBy(() -> AgentToolCallback.builder(this.expert).maxDepth(0))
			.withMessageContaining("at least 1");
	}

	/**
	 * The lead asks, the expert answers, the lead says what it heard.
	 */
	private void scriptACall() {
		this.server.next(WireServer.json(ASKS))
			.next(WireServer.json(says("42 km")))
			.next(WireServer.json(says("It is far.")));
	}

	private void scriptAStream() {
		this.server.next(WireServer.events(STREAM_ASKS))
			.next(WireServer.json(says("42 km")))
			.next(WireServer.events(STREAM_SAYS));
	}

	private void askTwoOthersAndThenAnswer(WireServer.Exchange exchange) throws Exception {
		String request = this.server.requests().get(this.server.requests().size() - 1).body();
		boolean stream = request.contains("\"stream\":true");
		String part = stream ? "delta" : "message";
		String call = "\"type\":\"function\",\"function\":{\"name\":\"expert\",\"arguments\":\"{\\\"message\\\":\\\"Far?\\\"}\"}}";
		String answer = request.contains("\"role\":\"tool\"")
				? "{\"choices\":[{\"" + part + "\":{\"content\":\"Far\"},\"finish_reason\":\"stop\"}]}"
				: "{\"choices\":[{\"" + part + "\":{\"tool_calls\":[{\"index\":0,\"id\":\"c1\"," + call
						+ ",{\"index\":1,\"id\":\"c2\"," + call + "]},\"finish_reason\":\"tool_calls\"}]}";
		(stream ? WireServer.events("data: " + answer + "\n\ndata: [DONE]\n\n") : WireServer.json(answer))
			.play(exchange);
	}

	private AgentToolCallback tool() {
		return tool(this.expert);
	}

	private static AgentToolCallback tool(ChatClient expert) {
		return AgentToolCallback.builder(expert).name("expert").description("Knows distances").build();
	}

	private void assertSent(String... keysAndSelectors) {
		assertThat(this.server.requests())
			.extracting((request) -> request.header("Authorization") + " "
					+ request.body().replaceAll("(?s).*\"model\":\"([^\"]+)\".*", "$1"))
			.containsExactly(Stream.of(keysAndSelectors).map("Bearer "::concat).toArray(String[]::new));
	}

	private ChatClient client(String bot) {
		return client(builder(this.api, bot));
	}

	private ChatBotKitChatModel.Builder builder(ChatBotKitApi api, String bot) {
		return ChatBotKitChatModel.builder()
			.api(api)
			.options(ChatBotKitChatOptions.builder().bot(bot).build())
			.observationRegistry(this.observations);
	}

	private ChatClient client(ChatBotKitChatModel.Builder builder) {
		ChatBotKitChatModel model = builder.build();
		ToolCallingManager tools = ToolCallingManager.builder().observationRegistry(this.observations).build();
		return ChatClient
			.builder(model, this.observations, null, null, ToolCallingAdvisor.builder().toolCallingManager(tools))
			.build();
	}

	private static boolean belowTool(@Nullable ObservationView observation) {
		for (ObservationView view = observation; view != null; view = view.getContextView().getParentObservation()) {
			if (view.getContextView() instanceof ToolCallingObservationContext) {
				return true;
			}
		}
		return false;
	}

	private static String says(String text) {
		return "{\"choices\":[{\"message\":{\"content\":\"" + text + "\"},\"finish_reason\":\"stop\"}]}";
	}

}
