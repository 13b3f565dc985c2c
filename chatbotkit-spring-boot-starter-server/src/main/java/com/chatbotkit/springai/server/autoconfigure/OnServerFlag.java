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

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Matches if a boolean property, which defaults to true, is true.
 * <p>
 * It reads the value as property binding does. Spring Boot's
 * {@code ConditionalOnBooleanProperty} compares texts: it takes {@code on}, {@code yes}
 * and {@code 1} for false, and reports no other value (Spring Boot 4.1.0).
 */
abstract class OnServerFlag extends SpringBootCondition {

	private final String property;

	OnServerFlag(String property) {
		this.property = ServerPropertiesCheck.PREFIX + "." + property;
	}

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		boolean value = Binder.get(context.getEnvironment()).bind(this.property, Boolean.class).orElse(true);
		return new ConditionOutcome(value,
				ConditionMessage.forCondition("ChatBotKit server").because(this.property + " is " + value));
	}

	/**
	 * Matches if agents are served.
	 */
	static final class Enabled extends OnServerFlag {

		Enabled() {
			super("enabled");
		}

	}

	/**
	 * Matches if JWTs are accepted beside keys.
	 */
	static final class Jwt extends OnServerFlag {

		Jwt() {
			super("jwt");
		}

	}

	/**
	 * Matches if the instances of an application count limits together.
	 */
	static final class SharedLimits extends OnServerFlag {

		SharedLimits() {
			super("shared-limits");
		}

	}

}
