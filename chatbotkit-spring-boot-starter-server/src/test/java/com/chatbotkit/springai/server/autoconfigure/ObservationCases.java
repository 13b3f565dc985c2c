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

package com.chatbotkit.springai.server.autoconfigure;

import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import com.chatbotkit.springai.server.agent.AgentException;
import com.chatbotkit.springai.server.observation.DefaultServerRequestConvention;
import com.chatbotkit.springai.server.observation.ServerRequestContext;
import com.chatbotkit.springai.server.observation.ServerRequestConvention;
import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.ObservationView;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.advisor.MessageChatMemoryAdvisor;
import org.springframework.ai.chat.client.advisor.ToolCallingAdvisor;
import org.springframework.ai.chat.memory.MessageWindowChatMemory;
import org.springframework.ai.model.tool.ToolCallingManager;
import org.springframework.ai.tool.annotation.Tool;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static com.chatbotkit.springai.server.autoconfigure.ScriptedModel.piece;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of what is observed of a request.
 */
abstract class ObservationCases {

	private static final String NAME = "chatbotkit.server.request";

	private static final String CALL = body("support", "Hi", "");

	private static final String STREAM = body("support", "Hi", ",\"stream\":true");

	private final WebApplicationType web;

	private ServedApplication application;

	private ScriptedModel model;

	private Recorded recorded;

	ObservationCases(WebApplicationType web) {
		this.web = web;
	}

	private void start(Class<?> configuration, String... properties) {
		this.application = ServedApplication.start(this.web, configuration, properties);
		this.model = this.application.bean(ScriptedModel.class);
		this.recorded = this.application.bean(Recorded.class);
	}

	@AfterEach
	void stop() {
		this.application.close();
	}

	private static String body(String model, String text, String more) {
		return "{\"model\":\"" + model + "\",\"messages\":[{\"role\":\"user\",\"content\":\"" + text + "\"}]" + more
				+ "}";
	}

	private static Map<String, String> tags(Observation.Context context) {
		return map(context.getLowCardinalityKeyValues());
	}

	private static Map<String, String> more(Observation.Context context) {
		return map(context.getHighCardinalityKeyValues());
	}

	private static Map<String, String> map(KeyValues values) {
		Map<String, String> map = new TreeMap<>();
		values.forEach((value) -> map.put(value.getKey(), value.getValue()));
		return map;
	}

	@Test
	void aCallIsOneObservation() throws InterruptedException {
		start(Agents.class);
		this.model.text("Yes");
		assertThat(this.application.post(CALL).status()).isEqualTo(200);
		ServerRequestContext context = this.recorded.next();
		assertThat(context.getName()).isEqualTo(NAME);
		assertThat(context.getContextualName()).isEqualTo("serve bot/id=support");
		assertThat(tags(context)).containsExactlyInAnyOrderEntriesOf(Map.of("chatbotkit.server.agent", "bot/id=support",
				"chatbotkit.server.key", "test", "chatbotkit.server.outcome", "complete",
				"chatbotkit.server.error-code", "none", "chatbotkit.server.stream", "false"));
		assertThat(more(context)).containsEntry("gen_ai.usage.input_tokens", "10")
			.containsEntry("gen_ai.usage.output_tokens", "1")
			.containsEntry("chatbotkit.server.caller", "test")
			.doesNotContainKeys("chatbotkit.server.user", "chatbotkit.server.conversation",
					"chatbotkit.server.replayed");
		assertThat(this.recorded.events).isEmpty();
		assertThat(this.recorded.contexts).isEmpty();
	}

	@Test
	void aStreamTellsItsFirstToken() throws InterruptedException {
		start(Agents.class);
		this.model.text("Yes", " it", " is");
		assertThat(this.application.post(STREAM).body()).contains("[DONE]");
		ServerRequestContext context = this.recorded.next();
		assertThat(tags(context)).containsEntry("chatbotkit.server.stream", "true")
			.containsEntry("chatbotkit.server.outcome", "complete");
		assertThat(more(context)).containsEntry("gen_ai.usage.output_tokens", "3");
		assertThat(this.recorded.events).containsExactly("chatbotkit.server.first-token");
	}

	@Test
	void userConversationAndRequestCanBeFound() throws InterruptedException {
		start(Agents.class, "spring.ai.chatbotkit.server.agents.support.conversation=header",
				"spring.ai.chatbotkit.server.keys.test.trust-user-headers=true");
		this.model.text("Yes");
		String requestId = this.application.post(CALL, "X-User-Id: ann", "X-Conversation-Id: c1")
			.headers()
			.get("x-request-id");
		assertThat(more(this.recorded.next())).containsEntry("chatbotkit.server.user", "ann")
			.containsEntry("chatbotkit.server.conversation", "test/c1")
			.containsEntry("chatbotkit.server.request-id", requestId);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void whatARefusedClientWritesIsNoTag(boolean streaming) throws InterruptedException {
		start(Agents.class);
		String body = body("made-up-" + System.nanoTime(), "Hi", streaming ? ",\"stream\":true" : "");
		assertThat(this.application.post(body).status()).isEqualTo(404);
		assertThat(tags(this.recorded.next())).containsEntry("chatbotkit.server.agent", "none")
			.containsEntry("chatbotkit.server.key", "test")
			.containsEntry("chatbotkit.server.outcome", "refused")
			.containsEntry("chatbotkit.server.error-code", "model_not_found");
		assertThat(this.application.post(body, "Authorization: Bearer sk-wrong").status()).isEqualTo(401);
		ServerRequestContext unknown = this.recorded.next();
		assertThat(tags(unknown)).containsEntry("chatbotkit.server.key", "none")
			.containsEntry("chatbotkit.server.outcome", "refused")
			.containsEntry("chatbotkit.server.error-code", "invalid_api_key");
		assertThat(unknown.getError()).isNull();
		assertThat(this.application.post("{").status()).isEqualTo(400);
		assertThat(tags(this.recorded.next())).containsEntry("chatbotkit.server.error-code", "invalid_request");
		assertThat(this.recorded.contexts).isEmpty();
	}

	@Test
	void anAgentOfAnotherKeyIsNoTag() throws InterruptedException {
		start(Agents.class, "spring.ai.chatbotkit.server.keys.test.models=other");
		assertThat(this.application.post(CALL).status()).isEqualTo(404);
		assertThat(tags(this.recorded.next())).containsEntry("chatbotkit.server.agent", "none");
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void anAgentThatFailsIsAnError(boolean streaming) throws InterruptedException {
		start(Agents.class);
		AgentException failure = new AgentException("OUT_OF_PAPER", "No paper");
		this.model.stream(Flux.error(failure));
		this.application.post(streaming ? STREAM : CALL);
		ServerRequestContext context = this.recorded.next();
		assertThat(tags(context)).containsEntry("chatbotkit.server.outcome", "failed")
			.containsEntry("chatbotkit.server.error-code", "other");
		assertThat(context.getErrorCode()).isEqualTo("OUT_OF_PAPER");
		assertThat(context.getError()).hasStackTraceContaining("No paper");
	}

	@Test
	void aStreamThatBreaksIsTruncated() throws InterruptedException {
		start(Agents.class);
		this.model
			.stream(Flux.just(piece("Par")).concatWith(Flux.error(new AgentException("SERVICE_UNAVAILABLE", "Later"))));
		assertThat(this.application.post(STREAM).body()).contains("event: error");
		assertThat(tags(this.recorded.next())).containsEntry("chatbotkit.server.outcome", "truncated")
			.containsEntry("chatbotkit.server.error-code", "SERVICE_UNAVAILABLE");
	}

	@Test
	void aClientThatGoesAwayCancels() throws Exception {
		start(Agents.class, "spring.ai.chatbotkit.server.keep-alive=20ms");
		this.model.stream(Flux.just(piece("One")).concatWith(Flux.never()));
		try (Socket socket = this.application.ask(STREAM)) {
			StringBuilder read = new StringBuilder();
			while (read.indexOf("One") < 0) {
				read.append((char) socket.getInputStream().read());
			}
		}
		assertThat(tags(this.recorded.next())).containsEntry("chatbotkit.server.outcome", "cancelled")
			.containsEntry("chatbotkit.server.error-code", "none");
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void anAnswerThatIsGivenAgainSaysSo(boolean streaming) throws InterruptedException {
		start(Agents.class);
		this.model.text("Yes");
		this.application.post(streaming ? STREAM : CALL, "Idempotency-Key: k1");
		assertThat(more(this.recorded.next())).containsKey("gen_ai.usage.input_tokens");
		this.application.post(streaming ? STREAM : CALL, "Idempotency-Key: k1");
		assertThat(more(this.recorded.next())).containsEntry("chatbotkit.server.replayed", "true")
			.doesNotContainKey("gen_ai.usage.input_tokens");
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void modelAndToolsAreObservedBelowTheRequest(boolean streaming) throws InterruptedException {
		start(Agents.class);
		this.model.calls(ScriptedModel.call("c1", "look_up", "{}")).text("Yes");
		assertThat(this.application.post(streaming ? STREAM : CALL).body()).contains("Yes");
		this.recorded.next();
		List<String> parents = List.copyOf(this.application.bean(Parents.class).seen);
		assertThat(parents).hasSize(3).allSatisfy((parent) -> assertThat(parent).contains(" < " + NAME));
		assertThat(parents).filteredOn((parent) -> parent.startsWith("tool")).hasSize(1);
		assertThat(parents).allSatisfy((parent) -> assertThat(parent).endsWith("http.server.requests"));
	}

	/**
	 * Such a client puts an observation that does nothing into the context of its
	 * streams. A tracer takes the span of the thread then.
	 */
	@ParameterizedTest
	@CsvSource({ "plain, false", "plain, true", "remembering, false", "remembering, true" })
	void modelAndToolsOfAClientWithoutARegistryRunInTheScopeOfTheRequest(String agent, boolean streaming)
			throws InterruptedException {
		start(Agents.class);
		this.model.calls(ScriptedModel.call("c1", "look_up", "{}")).text("Yes");
		String body = body(agent, "Hi", streaming ? ",\"stream\":true" : "");
		assertThat(this.application.post(body).body()).contains("Yes");
		this.recorded.next();
		assertThat(List.copyOf(this.application.bean(Parents.class).scopes)).containsExactly("model in " + NAME,
				"tool in " + NAME, "model in " + NAME);
	}

	@Test
	void aConventionOfTheApplicationTakesItsPlace() throws InterruptedException {
		start(OwnConvention.class);
		this.model.text("Yes");
		this.application.post(CALL);
		ServerRequestContext context = this.recorded.next();
		assertThat(context.getName()).isEqualTo("agents");
		assertThat(tags(context)).containsExactly(Map.entry("who", "test"));
	}

	@Test
	void metersCountTokensAndTheTimeToTheFirstOne() throws InterruptedException {
		start(Agents.class);
		this.model.text("Yes", " it", " is").text("Yes");
		this.application.post(STREAM);
		this.recorded.next();
		this.application.post(CALL);
		this.recorded.next();
		MeterRegistry meters = this.application.bean(MeterRegistry.class);
		assertThat(meters.get("chatbotkit.server.tokens")
			.tags("chatbotkit.server.agent", "bot/id=support", "chatbotkit.server.key", "test", "gen_ai.token.type",
					"output")
			.counter()
			.count()).isEqualTo(4);
		Timer first = meters.get("chatbotkit.server.time.to.first.token").timer();
		assertThat(first.count()).isEqualTo(1);
		Timer all = meters.get(NAME).tags("chatbotkit.server.stream", "true").timer();
		assertThat(first.totalTime(TimeUnit.NANOSECONDS)).isPositive()
			.isLessThanOrEqualTo(all.totalTime(TimeUnit.NANOSECONDS));
	}

	@ExtendWith(OutputCaptureExtension.class)
	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void noPromptIsLogged(boolean streaming, CapturedOutput output) throws InterruptedException {
		start(Agents.class, "logging.level.com.chatbotkit=trace");
		this.model.text("Yes").stream(Flux.error(new IllegalStateException("Broken")));
		String body = body("support", "tell nobody", streaming ? ",\"stream\":true" : "");
		this.application.post(body);
		this.application.post(body);
		this.recorded.next();
		this.recorded.next();
		assertThat(output).contains("An agent failed: err_", "Broken").doesNotContain("tell nobody");
	}

	/** The observations of requests that have ended. */
	static final class Recorded implements ObservationHandler<ServerRequestContext> {

		final BlockingQueue<ServerRequestContext> contexts = new LinkedBlockingQueue<>();

		final List<String> events = new CopyOnWriteArrayList<>();

		/** The request whose scope is open on the thread. */
		final ThreadLocal<ServerRequestContext> open = new ThreadLocal<>();

		@Override
		public boolean supportsContext(Observation.Context context) {
			return context instanceof ServerRequestContext;
		}

		@Override
		public void onEvent(Observation.Event event, ServerRequestContext context) {
			this.events.add(event.getName());
		}

		@Override
		public void onScopeOpened(ServerRequestContext context) {
			this.open.set(context);
		}

		@Override
		public void onScopeClosed(ServerRequestContext context) {
			this.open.remove();
		}

		@Override
		public void onStop(ServerRequestContext context) {
			this.contexts.add(context);
		}

		ServerRequestContext next() throws InterruptedException {
			ServerRequestContext context = this.contexts.poll(20, TimeUnit.SECONDS);
			assertThat(context).as("an observation").isNotNull();
			return context;
		}

	}

	/** What stands above the model and the tool when they are asked. */
	static final class Parents {

		final List<String> seen = new CopyOnWriteArrayList<>();

		final List<String> scopes = new CopyOnWriteArrayList<>();

		private final ObservationRegistry registry;

		private final Recorded recorded;

		Parents(ObservationRegistry registry, Recorded recorded) {
			this.registry = registry;
			this.recorded = recorded;
		}

		void add(String who, ObservationView current) {
			List<String> names = new ArrayList<>(List.of(who));
			for (ObservationView at = current; at != null; at = at.getContextView().getParentObservation()) {
				names.add(String.valueOf(at.getContextView().getName()));
			}
			this.seen.add(String.join(" < ", names));
			ServerRequestContext open = this.recorded.open.get();
			this.scopes.add(who + " in " + ((open != null) ? open.getName() : "nothing"));
		}

		@Tool(name = "look_up")
		String lookUp() {
			add("tool", this.registry.getCurrentObservation());
			return "found";
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Agents {

		@Bean
		MeterRegistry meterRegistry() {
			return new SimpleMeterRegistry();
		}

		@Bean
		Recorded recorded() {
			return new Recorded();
		}

		@Bean
		Parents parents(ObservationRegistry registry, Recorded recorded) {
			return new Parents(registry, recorded);
		}

		@Bean
		ScriptedModel model(ObservationRegistry registry, Parents parents) {
			return new ScriptedModel().asked((context) -> parents.add("model",
					context.getOrDefault(ObservationThreadLocalAccessor.KEY, registry.getCurrentObservation())));
		}

		@Bean
		ChatClient support(ScriptedModel model, ObservationRegistry registry, ToolCallingManager tools,
				Parents parents) {
			return ChatClient
				.builder(model, registry, null, null, ToolCallingAdvisor.builder().toolCallingManager(tools))
				.defaultTools(parents)
				.build();
		}

		@Bean
		ChatClient plain(ScriptedModel model, Parents parents) {
			return ChatClient.builder(model).defaultTools(parents).build();
		}

		@Bean
		ChatClient remembering(ScriptedModel model, Parents parents) {
			return ChatClient.builder(model)
				.defaultTools(parents)
				.defaultAdvisors(MessageChatMemoryAdvisor.builder(MessageWindowChatMemory.builder().build()).build())
				.build();
		}

		@Bean
		ChatClient other(ScriptedModel model) {
			return ChatClient.create(model);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnConvention extends Agents {

		@Bean
		ServerRequestConvention convention() {
			return new DefaultServerRequestConvention(Set.of()) {

				@Override
				public String getName() {
					return "agents";
				}

				@Override
				public KeyValues getLowCardinalityKeyValues(ServerRequestContext context) {
					return KeyValues.of(KeyValue.of("who", String.valueOf(context.getCaller())));
				}

			};
		}

	}

}
