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

import java.time.Clock;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

import com.chatbotkit.springai.ChatBotKitChatModel;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Schedulers;

/**
 * Makes the health indicators of chat models from {@code spring.ai.chatbotkit.health.*}.
 */
final class HealthIndicatorFactory {

	private static final String PREFIX = ChatBotKitProperties.PREFIX + ".health";

	private static final Duration A_YEAR = Duration.ofDays(366);

	private final ChatBotKitProperties.Health properties;

	private final BotRecords records;

	private final BooleanSupplier recordsAreKept;

	HealthIndicatorFactory(ChatBotKitProperties.Health properties, BotRecords records, BooleanSupplier recordsAreKept) {
		this.properties = properties;
		this.records = records;
		this.recordsAreKept = recordsAreKept;
	}

	ChatBotKitHealthIndicator create(Supplier<@Nullable ChatBotKitChatModel> model) {
		PassiveHealth passive = new PassiveHealth(
				Settings.positive(PREFIX + ".failure-window", this.properties.failureWindow(), A_YEAR),
				Clock.systemUTC());
		return new ChatBotKitHealthIndicator(model, this.records, this.recordsAreKept, passive, check(model));
	}

	private @Nullable CachedBotCheck check(Supplier<@Nullable ChatBotKitChatModel> model) {
		return (this.properties.mode() == ChatBotKitProperties.Health.Mode.ACTIVE) ? new CachedBotCheck(model,
				Settings.positive(PREFIX + ".check-interval", this.properties.checkInterval()), Schedulers.parallel())
				: null;
	}

}
