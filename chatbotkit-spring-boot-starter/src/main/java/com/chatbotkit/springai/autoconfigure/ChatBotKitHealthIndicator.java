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

package com.chatbotkit.springai.autoconfigure;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

import com.chatbotkit.springai.ChatBotKitChatModel;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.ReactiveHealthIndicator;
import org.springframework.boot.health.contributor.Status;

/**
 * Tells how the bot or model is that a chat model talks to by default. It never spends
 * money: it goes by what requests came to, and where it may check, it runs nothing.
 */
final class ChatBotKitHealthIndicator implements ReactiveHealthIndicator {

	private final Supplier<@Nullable ChatBotKitChatModel> model;

	private final BotRecords records;

	private final BooleanSupplier recordsAreKept;

	private final PassiveHealth passive;

	private final @Nullable CachedBotCheck check;

	/**
	 * Creates an indicator.
	 * @param model the chat model; null where another one is in its place, of which
	 * nothing is known here
	 * @param check the check, or null for none
	 */
	ChatBotKitHealthIndicator(Supplier<@Nullable ChatBotKitChatModel> model, BotRecords records,
			BooleanSupplier recordsAreKept, PassiveHealth passive, @Nullable CachedBotCheck check) {
		this.model = model;
		this.records = records;
		this.recordsAreKept = recordsAreKept;
		this.passive = passive;
		this.check = check;
	}

	@Override
	public Mono<Health> health() {
		return Mono.defer(() -> {
			ChatBotKitChatModel asked = this.model.get();
			if (asked == null) {
				return Mono.just(Health.unknown().withDetail("requests", "of another chat model in its place").build());
			}
			String selector = asked.getOptions().getModel();
			BotRecord known = this.records.of(selector);
			Health.Builder health = Health.status(this.passive.status(known));
			if (selector != null) {
				health.withDetail("selector", selector);
			}
			boolean kept = this.recordsAreKept.getAsBoolean();
			if (kept) {
				this.passive.describe(known, health);
			}
			else {
				health.withDetail("requests", "not observed: see management.observations.enable");
			}
			if (this.check == null) {
				return Mono.just((kept ? health : health.unknown()).build());
			}
			return this.check.verdict().map((verdict) -> judge(verdict, known, health));
		});
	}

	private static Health judge(CachedBotCheck.Verdict verdict, BotRecord known, Health.Builder health) {
		Map<String, Object> details = new LinkedHashMap<>();
		details.put("status", verdict.status());
		details.put("code", verdict.words());
		health.withDetail("check", details);
		if (verdict.isAgainst(known.lastSuccess() != null)) {
			health.status((verdict.kind() == FailureKind.OF_THE_ACCOUNT) ? Status.OUT_OF_SERVICE : Status.DOWN);
		}
		return health.build();
	}

}
