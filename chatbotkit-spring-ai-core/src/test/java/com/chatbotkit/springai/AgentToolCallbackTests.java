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

package com.chatbotkit.springai;

import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

import com.chatbotkit.springai.api.ChatBotKitApi;
import com.chatbotkit.springai.api.HeldExchange;
import com.chatbotkit.springai.api.WireServer;
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
import org.springframework.ai.chat.model.ToolContext;
import org.springframework.ai.chat.observation.ChatModelObservationContext;
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
		assertThat(seen.get().getContext()).containsEntry("user", "u1").containsEntry(AgentToolCallback.DEPTH, 1);
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

	private AgentToolCallback tool() {
		return AgentToolCallback.builder(this.expert).name("expert").description("Knows distances").build();
	}

	private ChatClient client(String bot) {
		ChatBotKitChatModel model = ChatBotKitChatModel.builder()
			.api(this.api)
			.options(ChatBotKitChatOptions.builder().bot(bot).build())
			.observationRegistry(this.observations)
			.build();
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
