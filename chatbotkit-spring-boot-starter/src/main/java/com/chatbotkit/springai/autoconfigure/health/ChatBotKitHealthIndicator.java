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

package com.chatbotkit.springai.autoconfigure.health;

import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

import com.chatbotkit.springai.ChatBotKitChatModel;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.ReactiveHealthIndicator;
import org.springframework.boot.health.contributor.Status;

/**
 * Reports the health of the default bot or model of a chat model.
 * <p>
 * It is free of charge: it uses the outcome of past requests, and the optional check does
 * not run the bot.
 */
public final class ChatBotKitHealthIndicator implements ReactiveHealthIndicator {

	private final Supplier<@Nullable ChatBotKitChatModel> model;

	private final RequestHistory history;

	private final Supplier<ObservationRegistry> observationRegistry;

	private final RequestHealth requestHealth;

	private final @Nullable CachedBotCheck check;

	/**
	 * Creates an indicator.
	 * @param model the chat model, or null if another type of model has replaced it
	 * @param history the requests of all chat models
	 * @param observationRegistry the registry of the chat models
	 * @param failureWindow how long a failure affects the health, more than zero
	 * @param checkInterval the minimum time between two checks, more than zero; null to
	 * disable the check
	 */
	public ChatBotKitHealthIndicator(Supplier<@Nullable ChatBotKitChatModel> model, RequestHistory history,
			Supplier<ObservationRegistry> observationRegistry, Duration failureWindow,
			@Nullable Duration checkInterval) {
		this.model = model;
		this.history = history;
		this.observationRegistry = observationRegistry;
		this.requestHealth = new RequestHealth(failureWindow, Clock.systemUTC());
		this.check = (checkInterval != null) ? new CachedBotCheck(model, checkInterval, Schedulers.parallel()) : null;
	}

	@Override
	public Mono<Health> health() {
		return Mono.defer(() -> {
			ChatBotKitChatModel model = this.model.get();
			if (model == null) {
				return Mono.just(Health.unknown()
					.withDetail("requests", "not known, because another chat model replaces it")
					.build());
			}
			String selector = model.getOptions().getModel();
			RequestSummary summary = this.history.of(selector);
			Health.Builder health = Health.status(this.requestHealth.status(summary));
			if (selector != null) {
				health.withDetail("selector", selector);
			}
			boolean observed = RequestHistory.isObserved(this.observationRegistry.get());
			if (observed) {
				this.requestHealth.describe(summary, health);
			}
			else {
				health.withDetail("requests", "not observed: see management.observations.enable");
			}
			if (this.check == null) {
				return Mono.just((observed ? health : health.unknown()).build());
			}
			return this.check.result().map((result) -> combine(result, summary, health));
		});
	}

	private static Health combine(CachedBotCheck.CheckResult result, RequestSummary summary, Health.Builder health) {
		Map<String, Object> details = new LinkedHashMap<>();
		details.put("status", result.status());
		details.put("code", result.message());
		health.withDetail("check", details);
		if (result.isUnavailable(summary.lastSuccess() != null)) {
			health.status((result.kind() == FailureKind.ACCOUNT) ? Status.OUT_OF_SERVICE : Status.DOWN);
		}
		return health.build();
	}

}
