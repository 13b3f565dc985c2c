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

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Matches if a boolean property, which defaults to false, has the wanted value.
 * <p>
 * It reads the value as property binding does. Spring Boot's
 * {@code ConditionalOnBooleanProperty} compares texts: it takes {@code on}, {@code yes}
 * and {@code 1} for false, and reports no other value (Spring Boot 4.1.0).
 */
abstract class OnFlagCondition extends SpringBootCondition {

	private final String property;

	private final boolean wanted;

	OnFlagCondition(String property, boolean wanted) {
		this.property = ChatBotKitProperties.PREFIX + "." + property;
		this.wanted = wanted;
	}

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		boolean value = Binder.get(context.getEnvironment()).bind(this.property, Boolean.class).orElse(false);
		return new ConditionOutcome(value == this.wanted,
				ConditionMessage.forCondition("ChatBotKit").because(this.property + " is " + value));
	}

	/**
	 * Matches if connections are opened before they are needed.
	 */
	static final class WarmUp extends OnFlagCondition {

		WarmUp() {
			super("connections.warm-up", true);
		}

	}

	/**
	 * Matches if bots are checked on startup.
	 */
	static final class ValidateOnStartup extends OnFlagCondition {

		ValidateOnStartup() {
			super("validate-on-startup", true);
		}

	}

	/**
	 * Matches if meters do not tell the ids of bots.
	 */
	static final class WithoutBotIds extends OnFlagCondition {

		WithoutBotIds() {
			super("metrics.bot-ids", false);
		}

	}

}
