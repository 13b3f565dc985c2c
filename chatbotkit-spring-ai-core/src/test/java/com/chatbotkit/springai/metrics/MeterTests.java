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

package com.chatbotkit.springai.metrics;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import com.chatbotkit.springai.ChatBotKitChatModel;
import com.chatbotkit.springai.ChatBotKitChatOptions;
import com.chatbotkit.springai.api.ChatBotKitApi;
import com.chatbotkit.springai.api.ChatBotKitRetryPolicy;
import com.chatbotkit.springai.api.HeldExchange;
import com.chatbotkit.springai.api.WireServer;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;

import org.springframework.ai.chat.observation.ChatModelMeterObservationHandler;
import org.springframework.ai.chat.observation.ChatModelObservationContext;
import org.springframework.ai.chat.prompt.Prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Tests for {@link ChatBotKitMeterObservationHandler}: what is counted of calls and of
 * streams, however they end.
 */
class MeterTests {

	private static final String ANSWER = "{\"choices\":[{\"message\":{\"content\":\"Hello\"},\"finish_reason\":\"%s\"}]}";

	private static final String PIECE = "data: {\"choices\":[{\"delta\":{\"content\":\"Hel\"}}]}\n\n";

	private static final String END = "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"%s\"}]}\n\ndata: [DONE]\n\n";

	private final WireServer server = new WireServer();

	private final ChatBotKitApi api = ChatBotKitApi.builder()
		.baseUrl(this.server.baseUrl())
		.secretKey("sk-1")
		.retryPolicy(ChatBotKitRetryPolicy.builder().initialInterval(Duration.ofMillis(1)).build())
		.build();

	private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

	private final ObservationRegistry observations = ObservationRegistry.create();

	MeterTests() {
		this.observations.observationConfig().observationHandler(new ChatBotKitMeterObservationHandler(this.meters));
	}

	@AfterEach
	void close() {
		this.api.close();
		this.server.close();
	}

	@ParameterizedTest
	@CsvSource({ "stop,stop", "tool_calls,tool_calls", "length,length", "guru_meditation,other", "'',none" })
	void aWholeAnswerIsCompleteWithItsFinishReason(String finishReason, String tag) {
		this.server.next(WireServer.json(ANSWER.formatted(finishReason)));
		model("b1").call(new Prompt("Hi"));
		assertThat(count("chatbotkit.client.requests", "gen_ai.request.model", "bot", "stream", "false", "outcome",
				"complete", "status", "200", "finish.reason", tag))
			.isOne();
	}

	@Test
	void aWholeStreamIsCompleteAndItsFirstTokenTimed() {
		this.server.next(WireServer.events(PIECE + PIECE + END.formatted("stop")));
		model("b1").stream(new Prompt("Hi")).blockLast();
		assertThat(count("chatbotkit.client.requests", "gen_ai.request.model", "bot", "stream", "true", "outcome",
				"complete", "status", "200", "finish.reason", "stop"))
			.isOne();
		Timer timer = this.meters.get("chatbotkit.client.time.to.first.token")
			.tags("gen_ai.request.model", "bot")
			.timer();
		assertThat(timer.count()).isOne();
		assertThat(timer.totalTime(TimeUnit.NANOSECONDS)).isPositive();
	}

	@Test
	void aStreamWithoutTextHasNoFirstToken() {
		this.server.next(WireServer.events(END.formatted("stop")));
		model("b1").stream(new Prompt("Hi")).blockLast();
		assertThat(outcomes(true)).containsExactly("complete");
		assertThat(this.meters.find("chatbotkit.client.time.to.first.token").timer()).isNull();
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void aRefusedRequestIsFailed(boolean stream) {
		this.server.next(WireServer.answer(404, "application/json", "{\"message\":\"no\",\"code\":\"NOT_FOUND\"}"));
		ask(stream);
		assertThat(outcomes(stream)).containsExactly("failed");
		assertThat(count("chatbotkit.client.requests", "status", "404", "finish.reason", "none")).isOne();
	}

	@Test
	void aStreamThatEndsEmptyIsFailed() {
		this.server.next(WireServer.events("data: [DONE]\n\n"));
		ask(true);
		assertThat(outcomes(true)).containsExactly("failed");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "data: [DONE]\n\n", "data: {\"error\":{\"message\":\"no\",\"code\":\"BOOM\"}}\n\n" })
	void aStreamThatBreaksOffAfterTextIsTruncated(String end) {
		this.server.next(WireServer.events(PIECE + end));
		ask(true);
		assertThat(outcomes(true)).containsExactly("truncated");
		assertThat(count("chatbotkit.client.requests", "status", "200")).isOne();
	}

	@Test
	void aLostConnectionHasNoStatus() {
		this.server.next(WireServer.Exchange::close);
		ask(false);
		assertThat(count("chatbotkit.client.requests", "outcome", "failed", "status", "none")).isOne();
	}

	@Test
	void whatTheClosedClientEndsOrRefusesIsCancelled() throws Exception {
		this.server.next(new HeldExchange(PIECE));
		CountDownLatch piece = new CountDownLatch(1);
		CountDownLatch failed = new CountDownLatch(1);
		ChatBotKitChatModel model = model("b1");
		model.stream(new Prompt("Hi")).subscribe((text) -> piece.countDown(), (ex) -> failed.countDown());
		assertThat(piece.await(20, TimeUnit.SECONDS)).isTrue();
		this.api.close();
		assertThat(failed.await(20, TimeUnit.SECONDS)).isTrue();
		ask(false);
		assertThat(outcomes(true)).containsExactly("cancelled");
		assertThat(outcomes(false)).containsExactly("cancelled");
	}

	@Test
	void aCancelledStreamIsCancelled() throws Exception {
		this.server.next(new HeldExchange(PIECE));
		CountDownLatch piece = new CountDownLatch(1);
		Disposable subscription = model("b1").stream(new Prompt("Hi")).subscribe((text) -> piece.countDown());
		assertThat(piece.await(20, TimeUnit.SECONDS)).isTrue();
		subscription.dispose();
		assertThat(outcomes(true)).containsExactly("cancelled");
	}

	@Test
	void aStreamIsCountedOnceEvenIfCancelledAtItsEnd() {
		this.server.next(WireServer.events(PIECE + END.formatted("stop")));
		model("b1").stream(new Prompt("Hi")).doOnComplete(() -> assertThat(outcomes(true)).hasSize(1)).blockLast();
		assertThat(count("chatbotkit.client.requests")).isOne();
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void retriesAreCountedByWhatTheyFollow(boolean stream) {
		this.server.next(WireServer.answer(503, null, ""))
			.next(WireServer.answer(429, null, ""))
			.next(stream ? WireServer.events(PIECE + END.formatted("stop"))
					: WireServer.json(ANSWER.formatted("stop")));
		ask(stream);
		for (String status : List.of("503", "429")) {
			assertThat(count("chatbotkit.client.retries", "gen_ai.request.model", "bot", "stream",
					Boolean.toString(stream), "status", status))
				.isOne();
		}
		assertThat(outcomes(stream)).containsExactly("complete");
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void fallbacksAreCountedByWhatIsAskedInstead(boolean stream) {
		this.server.next(WireServer.answer(404, "application/json", "{\"message\":\"no\",\"code\":\"NOT_FOUND\"}"))
			.next(stream ? WireServer.events(PIECE + END.formatted("stop"))
					: WireServer.json(ANSWER.formatted("stop")));
		ask(ChatBotKitChatModel.builder()
			.api(this.api)
			.options(ChatBotKitChatOptions.builder().bot("b1").build())
			.fallbacks("model/name=m1")
			.observationRegistry(this.observations)
			.build(), stream);
		assertThat(count("chatbotkit.client.fallbacks", "gen_ai.request.model", "model/name=m1", "stream",
				Boolean.toString(stream)))
			.isOne();
		assertThat(outcomes(stream)).containsExactlyInAnyOrder("failed", "complete");
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void ignoredParametersAreCountedWithEachRequest(boolean stream) {
		this.server.always(
				stream ? WireServer.events(PIECE + END.formatted("stop")) : WireServer.json(ANSWER.formatted("stop")));
		ChatBotKitChatModel model = model(ChatBotKitChatOptions.builder().bot("b1").temperature(0.5).topP(0.9).build());
		ask(model, stream);
		ask(model, stream);
		assertThat(count("chatbotkit.client.ignored.parameters", "parameter", "temperature")).isEqualTo(2);
		assertThat(count("chatbotkit.client.ignored.parameters", "parameter", "topP")).isEqualTo(2);
	}

	@Test
	void carriedSettingsAreNotIgnored() {
		this.server.next(WireServer.json(ANSWER.formatted("stop")));
		ask(model(ChatBotKitChatOptions.builder().modelName("m1").carrySettings(true).temperature(0.5).build()), false);
		assertThat(this.meters.find("chatbotkit.client.ignored.parameters").counters()).isEmpty();
		assertThat(count("chatbotkit.client.requests", "gen_ai.request.model", "model/name=m1")).isOne();
	}

	@Test
	void botsAreToldApartOnlyWhenAskedFor() {
		SimpleMeterRegistry detailed = new SimpleMeterRegistry();
		this.observations.observationConfig().observationHandler(new ChatBotKitMeterObservationHandler(detailed, true));
		this.server.always(WireServer.json(ANSWER.formatted("stop")));
		model("b1").call(new Prompt("Hi"));
		model("b2").call(new Prompt("Hi"));
		assertThat(this.meters.getMeters()).hasSize(1);
		assertThat(detailed.getMeters()).extracting((meter) -> meter.getId().getTag("gen_ai.request.model"))
			.containsExactlyInAnyOrder("bot/id=b1", "bot/id=b2");
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void aServerThatNamesAnotherModelEachTimeMakesNoMeters(boolean stream) {
		observeAsSpringAi();
		for (int i = 0; i < 300; i++) {
			String named = "\"id\":\"c%1$d\",\"model\":\"model-%1$d\",\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":1,\"total_tokens\":2},"
				.formatted(i);
			String finish = (i % 2 == 0) ? "stop" : "reason-" + i;
			this.server
				.next(stream ? WireServer.events((PIECE + END.formatted(finish)).replace("data: {", "data: {" + named))
						: WireServer.json("{" + named + ANSWER.formatted(finish).substring(1)));
			ask(stream);
		}
		assertThat(this.meters.getMeters()).hasSizeLessThan(12);
		assertThat(this.meters.get("gen_ai.client.operation").timer().getId().getTag("gen_ai.response.model"))
			.isEqualTo("other");
		assertThat(this.meters.get("gen_ai.client.operation").timer().count()).isEqualTo(300);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void aServerThatFailsInAnotherWayEachTimeMakesFewMeters(boolean stream) {
		observeAsSpringAi();
		for (int i = 0; i < 300; i++) {
			int status = (i % 2 == 0) ? 461 + (i % 30) : 401;
			this.server.next(WireServer.answer(status, "application/json",
					"{\"message\":\"no %1$d\",\"code\":\"CODE_%1$d\",\"model\":\"m-%1$d\"}".formatted(i)));
			ask(stream);
		}
		assertThat(this.meters.getMeters()).hasSizeLessThan(10);
		assertThat(count("chatbotkit.client.requests", "status", "401")).isEqualTo(150);
		assertThat(count("chatbotkit.client.requests", "status", "other")).isEqualTo(150);
	}

	@Test
	void theModelThatWasAskedIsTheOneThatIsNamed() {
		observeAsSpringAi();
		this.server.next(WireServer.json("{\"model\":\"bot/id=b1\"," + ANSWER.formatted("stop").substring(1)));
		ask(false);
		assertThat(this.meters.get("gen_ai.client.operation").timer().getId().getTag("gen_ai.response.model"))
			.isEqualTo("bot/id=b1");
	}

	private void observeAsSpringAi() {
		this.observations.observationConfig()
			.observationHandler(new DefaultMeterObservationHandler(this.meters))
			.observationHandler(new ChatModelMeterObservationHandler(this.meters));
	}

	@Test
	void everyMeterHasADescription() {
		this.server.next(WireServer.answer(503, null, "")).next(WireServer.events(PIECE + END.formatted("stop")));
		ask(model(ChatBotKitChatOptions.builder().bot("b1").topK(3).build()), true);
		assertThat(this.meters.getMeters()).hasSize(4)
			.extracting(Meter::getId)
			.allSatisfy((id) -> assertThat(id.getDescription()).isNotBlank());
	}

	@Test
	void otherProvidersModelsAreNotCounted() {
		ChatModelObservationContext other = ChatModelObservationContext.builder()
			.prompt(new Prompt("Hi"))
			.provider("another")
			.build();
		Observation.createNotStarted("gen_ai.client.operation", () -> other, this.observations).start().stop();
		ObservationHandler<ChatModelObservationContext> handler = new ChatBotKitMeterObservationHandler(this.meters);
		assertThat(handler.supportsContext(new Observation.Context())).isFalse();
		assertThat(this.meters.getMeters()).isEmpty();
	}

	private double count(String name, String... tags) {
		return this.meters.get(name).tags(tags).counters().stream().mapToDouble(Counter::count).sum();
	}

	private List<String> outcomes(boolean stream) {
		return this.meters.get("chatbotkit.client.requests")
			.tag("stream", Boolean.toString(stream))
			.counters()
			.stream()
			.map((counter) -> counter.getId().getTag("outcome"))
			.collect(Collectors.toList());
	}

	private void ask(boolean stream) {
		ask(model("b1"), stream);
	}

	private static void ask(ChatBotKitChatModel model, boolean stream) {
		catchThrowable(() -> {
			if (stream) {
				model.stream(new Prompt("Hi")).blockLast();
			}
			else {
				model.call(new Prompt("Hi"));
			}
		});
	}

	private ChatBotKitChatModel model(String bot) {
		return model(ChatBotKitChatOptions.builder().bot(bot).build());
	}

	private ChatBotKitChatModel model(ChatBotKitChatOptions options) {
		return ChatBotKitChatModel.builder()
			.api(this.api)
			.options(options)
			.observationRegistry(this.observations)
			.build();
	}

}
