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

package com.chatbotkit.springai.server.open;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

import com.chatbotkit.springai.server.access.ServerCaller;
import com.chatbotkit.springai.server.agent.AgentTarget;
import com.chatbotkit.springai.server.chat.ChatClientAgent;
import com.chatbotkit.springai.server.directory.FixedAgentDirectory;
import com.chatbotkit.springai.server.directory.ServedAgent;
import com.chatbotkit.springai.server.http.EndpointRequest;
import com.chatbotkit.springai.server.http.EndpointResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of calls whose client goes away, or for which the time is over, while their model
 * blocks.
 */
class CallsThatAreLeftTests {

	private static final long SECONDS = 20;

	// One, so that what an agent leaves on its thread is found by the next.
	private final Scheduler scheduler = Schedulers.newBoundedElastic(1, 100, "agent");

	private final CountDownLatch begun = new CountDownLatch(1);

	private final CountDownLatch goesOn = new CountDownLatch(1);

	private final CompletableFuture<String> ended = new CompletableFuture<>();

	private final ChatModel model = (prompt) -> {
		if (!List.of("Wait", "Throw").contains(prompt.getContents())) {
			return answer(Thread.currentThread().isInterrupted() ? "interrupted" : "undisturbed");
		}
		this.begun.countDown();
		try {
			this.goesOn.await();
			this.ended.complete("finished");
		}
		catch (InterruptedException ex) {
			this.ended.complete("interrupted");
			Thread.currentThread().interrupt();
			if (prompt.getContents().equals("Throw")) {
				throw new IllegalStateException("interrupted", ex);
			}
		}
		return answer("Late");
	};

	private static ChatResponse answer(String text) {
		return new ChatResponse(List.of(new Generation(new AssistantMessage(text))));
	}

	private OpenEndpoint endpoint(Duration timeout, Duration finishAfter) {
		ChatClient client = ChatClient.create(this.model);
		return OpenEndpoint.of("/v1",
				new FixedAgentDirectory(List.of(new ServedAgent(new AgentTarget.Bot("b"), "b", null, List.of(),
						List.of(), ChatClientAgent.builder(() -> client, this.scheduler).build()))),
				(request) -> Mono.just(new ServerCaller("key", Set.of(), true)),
				new OpenEndpoint.OpenSettings(2000, Duration.ZERO, timeout, finishAfter, List.of()));
	}

	private static Mono<EndpointResponse> ask(OpenEndpoint endpoint, String text) {
		return endpoint.handle(new EndpointRequest("POST", "/v1/chat/completions", Map.of(),
				("{\"model\":\"b\",\"messages\":[{\"role\":\"user\",\"content\":\"" + text + "\"}]}")
					.getBytes(StandardCharsets.UTF_8)));
	}

	private static String text(OpenEndpoint endpoint, String text) {
		EndpointResponse response = ask(endpoint, text).block(Duration.ofSeconds(SECONDS));
		assertThat(response).isNotNull();
		return response.status() + " " + ((EndpointResponse.Whole) response.body()).text();
	}

	/** A client that goes away once the model has begun. */
	private void askAndLeave(OpenEndpoint endpoint) throws InterruptedException {
		Disposable client = ask(endpoint, "Wait").subscribe();
		assertThat(this.begun.await(SECONDS, TimeUnit.SECONDS)).isTrue();
		client.dispose();
	}

	private String ended() throws InterruptedException, ExecutionException, TimeoutException {
		return this.ended.get(SECONDS, TimeUnit.SECONDS);
	}

	@AfterEach
	void stop() {
		this.goesOn.countDown();
		this.scheduler.dispose();
	}

	@Test
	void aClientThatGoesAwayInterruptsItsCallAndNoOther() throws Exception {
		OpenEndpoint endpoint = endpoint(Duration.ZERO, Duration.ZERO);
		askAndLeave(endpoint);
		assertThat(ended()).isEqualTo("interrupted");
		assertThat(text(endpoint, "Next")).startsWith("200").contains("undisturbed");
	}

	@Test
	void whatAModelThrowsThenIsNoErrorInTheLog() throws Exception {
		OpenEndpoint endpoint = endpoint(Duration.ZERO, Duration.ZERO);
		List<Throwable> dropped = new CopyOnWriteArrayList<>();
		Consumer<Throwable> drop = dropped::add;
		Disposable client = ask(endpoint, "Throw")
			.contextWrite((context) -> context.put("reactor.onErrorDropped.local", drop))
			.subscribe();
		assertThat(this.begun.await(SECONDS, TimeUnit.SECONDS)).isTrue();
		client.dispose();
		assertThat(ended()).isEqualTo("interrupted");
		assertThat(text(endpoint, "Next")).startsWith("200").contains("undisturbed");
		assertThat(dropped).isEmpty();
	}

	@Test
	void aCallMayFinishForSomeTimeAfterItsClientHasGone() throws Exception {
		OpenEndpoint endpoint = endpoint(Duration.ZERO, Duration.ofMinutes(1));
		askAndLeave(endpoint);
		this.goesOn.countDown();
		assertThat(ended()).isEqualTo("finished");
		assertThat(text(endpoint, "Next")).startsWith("200").contains("undisturbed");
	}

	@Test
	void aCallThatHasNotFinishedThenIsInterrupted() throws Exception {
		OpenEndpoint endpoint = endpoint(Duration.ZERO, Duration.ofMillis(50));
		askAndLeave(endpoint);
		assertThat(ended()).isEqualTo("interrupted");
		assertThat(text(endpoint, "Next")).startsWith("200").contains("undisturbed");
	}

	@Test
	void aCallThatTakesTooLongIsInterruptedAndTellsSo() throws Exception {
		OpenEndpoint endpoint = endpoint(Duration.ofSeconds(3), Duration.ZERO);
		assertThat(text(endpoint, "Wait")).startsWith("504").contains("\"code\":\"timeout\"");
		assertThat(ended()).isEqualTo("interrupted");
		assertThat(text(endpoint, "Next")).startsWith("200").contains("undisturbed");
	}

	@Test
	void aCallThatRunsAfterTheGraceOfAShutdownIsInterruptedAndTellsSo() throws Exception {
		OpenEndpoint endpoint = endpoint(Duration.ZERO, Duration.ZERO);
		CompletableFuture<EndpointResponse> answer = ask(endpoint, "Wait").toFuture();
		assertThat(this.begun.await(SECONDS, TimeUnit.SECONDS)).isTrue();
		endpoint.close(Duration.ofMillis(50)).block(Duration.ofSeconds(SECONDS));
		assertThat(answer.get(SECONDS, TimeUnit.SECONDS).status()).isEqualTo(503);
		assertThat(ended()).isEqualTo("interrupted");
	}

	@Test
	void aClientThatGoesAwayBeforeThereIsAThreadAsksNoModel() throws Exception {
		OpenEndpoint endpoint = endpoint(Duration.ZERO, Duration.ofMinutes(1));
		CountDownLatch free = new CountDownLatch(1);
		this.scheduler.schedule(() -> {
			try {
				free.await();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		});
		ask(endpoint, "Wait").subscribe().dispose();
		free.countDown();
		assertThat(text(endpoint, "Next")).startsWith("200").contains("undisturbed");
		assertThat(this.begun.getCount()).isEqualTo(1);
	}

}
