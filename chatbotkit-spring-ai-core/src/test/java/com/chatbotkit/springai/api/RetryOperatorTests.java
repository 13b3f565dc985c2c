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

package com.chatbotkit.springai.api;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import io.micrometer.observation.tck.TestObservationRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How often a request is sent again, and how long before, in virtual time.
 */
class RetryOperatorTests {

	private final VirtualTimeScheduler time = VirtualTimeScheduler.create();

	private final List<Long> attempts = new ArrayList<>();

	private @Nullable Throwable failed;

	@AfterEach
	void dispose() {
		this.time.dispose();
	}

	@Test
	void threeAttemptsAreMadeWithALongerWaitBeforeEach() {
		run(ChatBotKitRetryPolicy.defaults(), 0, tryAgain(null));
		assertThat(this.attempts).containsExactly(0L, 500L, 1500L);
		assertThat(this.failed).isInstanceOf(ChatBotKitTransientException.class);
	}

	@Test
	void aStreamIsTriedAgainLikeACall() {
		this.failed = tryAgain(null);
		new RetryOperator(ChatBotKitRetryPolicy.defaults(), this.time, () -> 0).retry(Flux.defer(this::attempt))
			.subscribe((piece) -> {
			}, (ex) -> this.failed = ex);
		this.time.advanceTimeBy(Duration.ofHours(1));
		assertThat(this.attempts).containsExactly(0L, 500L, 1500L);
	}

	@Test
	void waitsGrowUpToTheLongest() {
		run(ChatBotKitRetryPolicy.builder().maxAttempts(8).build(), 0, tryAgain(null));
		assertThat(this.attempts).containsExactly(0L, 500L, 1500L, 3500L, 7500L, 15_500L, 25_500L, 35_500L);
	}

	@Test
	void jitterIsOnlyAdded() {
		run(ChatBotKitRetryPolicy.defaults(), 0.5, tryAgain(null));
		assertThat(this.attempts).containsExactly(0L, 625L, 1875L);
	}

	@Test
	void theIntervalsOfThePolicyAreUsed() {
		run(ChatBotKitRetryPolicy.builder()
			.maxAttempts(4)
			.initialInterval(Duration.ofMillis(10))
			.multiplier(3.0)
			.maxInterval(Duration.ofMillis(50))
			.build(), 0, tryAgain(null));
		assertThat(this.attempts).containsExactly(0L, 10L, 40L, 90L);
	}

	@Test
	void oneAttemptMeansNoRetry() {
		run(ChatBotKitRetryPolicy.never(), 0, tryAgain(null));
		assertThat(this.attempts).containsExactly(0L);
	}

	@Test
	void theNextAttemptIsNeverEarlierThanTheServerAsks() {
		run(ChatBotKitRetryPolicy.defaults(), 0, tryAgain(Duration.ofSeconds(7)));
		assertThat(this.attempts).containsExactly(0L, 7000L, 14_000L);
	}

	@Test
	void aServerThatAsksForLessThanTheWaitGetsTheWait() {
		run(ChatBotKitRetryPolicy.defaults(), 0, tryAgain(Duration.ofMillis(600)));
		assertThat(this.attempts).containsExactly(0L, 600L, 1600L);
	}

	@Test
	void aMinuteIsWaitedFor() {
		run(ChatBotKitRetryPolicy.defaults(), 0, tryAgain(Duration.ofSeconds(60)));
		assertThat(this.attempts).containsExactly(0L, 60_000L, 120_000L);
	}

	@Test
	void moreThanAMinuteIsNotWaitedForAndTheFailureCarriesTheValue() {
		run(ChatBotKitRetryPolicy.defaults(), 0, tryAgain(Duration.ofSeconds(61)));
		assertThat(this.attempts).containsExactly(0L);
		assertThat(((ChatBotKitRequestException) this.failed).getFailure().retryAfter())
			.isEqualTo(Duration.ofSeconds(61));
	}

	@Test
	void whatMayHaveRunIsNotTriedAgain() {
		run(ChatBotKitRetryPolicy.defaults(), 0, new ChatBotKitTransientException(failure(null), false, null));
		assertThat(this.attempts).containsExactly(0L);
	}

	@Test
	void whatWillFailAgainIsNotTriedAgain() {
		run(ChatBotKitRetryPolicy.defaults(), 0, new ChatBotKitNonTransientException(failure(null), null));
		assertThat(this.attempts).containsExactly(0L);
	}

	@Test
	void anotherExceptionIsPassedOnAsItIs() {
		IllegalArgumentException exception = new IllegalArgumentException("too long");
		run(ChatBotKitRetryPolicy.defaults(), 0, exception);
		assertThat(this.attempts).containsExactly(0L);
		assertThat(this.failed).isSameAs(exception);
	}

	@Test
	void anAttemptThatIsTriedAgainIsLogged() {
		Logger logger = (Logger) LoggerFactory.getLogger(RetryOperator.class);
		ListAppender<ILoggingEvent> appender = new ListAppender<>();
		appender.start();
		logger.addAppender(appender);
		logger.setLevel(Level.WARN);
		logger.setAdditive(false);
		try {
			run(ChatBotKitRetryPolicy.defaults(), 0, tryAgain(null));
		}
		finally {
			logger.detachAppender(appender);
			logger.setLevel(null);
			logger.setAdditive(true);
		}
		assertThat(appender.list).extracting(ILoggingEvent::getFormattedMessage)
			.containsExactly("Attempt 1 of 3 failed, the next one follows in 500 ms: 503 BUSY: Not now [the target]",
					"Attempt 2 of 3 failed, the next one follows in 1000 ms: 503 BUSY: Not now [the target]");
	}

	@Test
	void anAttemptThatIsTriedAgainIsAnEventOfTheObservation() {
		List<Observation.Event> events = new ArrayList<>();
		TestObservationRegistry registry = TestObservationRegistry.create();
		registry.observationConfig().observationHandler(new ObservationHandler<>() {

			@Override
			public void onEvent(Observation.Event event, Observation.Context context) {
				events.add(event);
			}

			@Override
			public boolean supportsContext(Observation.Context context) {
				return true;
			}

		});
		Observation observation = Observation.start("chat", registry);
		this.failed = tryAgain(null);
		new RetryOperator(ChatBotKitRetryPolicy.defaults(), this.time, () -> 0).retry(Mono.defer(this::attempt))
			.contextWrite((context) -> context.put(ObservationThreadLocalAccessor.KEY, observation))
			.subscribe((piece) -> {
			}, (ex) -> {
			});
		this.time.advanceTimeBy(Duration.ofHours(1));
		assertThat(events).extracting(Observation.Event::getName)
			.containsExactly("chatbotkit.retry", "chatbotkit.retry");
		assertThat(events).extracting(Observation.Event::getContextualName).contains("retry after BUSY");
	}

	@Test
	void theContextOfTheSubscriberReachesEveryAttempt() {
		List<String> seen = new ArrayList<>();
		this.failed = tryAgain(null);
		new RetryOperator(ChatBotKitRetryPolicy.defaults(), this.time, () -> 0)
			.retry(Mono.deferContextual((context) -> {
				seen.add(context.get("tenant"));
				return attempt();
			}))
			.contextWrite((context) -> context.put("tenant", "acme"))
			.subscribe((piece) -> {
			}, (ex) -> {
			});
		this.time.advanceTimeBy(Duration.ofHours(1));
		assertThat(seen).containsExactly("acme", "acme", "acme");
	}

	@Test
	void aCancelEndsTheWait() {
		this.failed = tryAgain(null);
		new RetryOperator(ChatBotKitRetryPolicy.defaults(), this.time, () -> 0).retry(Mono.defer(this::attempt))
			.subscribe()
			.dispose();
		this.time.advanceTimeBy(Duration.ofHours(1));
		assertThat(this.attempts).containsExactly(0L);
	}

	private void run(ChatBotKitRetryPolicy policy, double random, RuntimeException ex) {
		this.failed = ex;
		new RetryOperator(policy, this.time, () -> random).retry(Mono.defer(this::attempt)).subscribe((piece) -> {
		}, (end) -> this.failed = end);
		this.time.advanceTimeBy(Duration.ofHours(1));
	}

	private Mono<String> attempt() {
		this.attempts.add(this.time.now(TimeUnit.MILLISECONDS));
		return Mono.error(this.failed);
	}

	private static ChatBotKitTransientException tryAgain(@Nullable Duration retryAfter) {
		return new ChatBotKitTransientException(failure(retryAfter), true, null);
	}

	private static ChatBotKitFailure failure(@Nullable Duration retryAfter) {
		return new ChatBotKitFailure(503, "BUSY", null, "Not now", retryAfter, "the target");
	}

}
