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
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.StringUtils;

/**
 * Matches unless only named bots are configured. If no bot or model is configured at all,
 * it matches too, so that the default chat reports what is missing.
 */
final class OnDefaultChatCondition extends SpringBootCondition {

	private static final String PREFIX = ChatBotKitProperties.PREFIX + ".chat.";

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		ConditionMessage.Builder message = ConditionMessage.forCondition("Default ChatBotKit chat");
		Environment environment = context.getEnvironment();
		// The binder does not fail on an unresolved placeholder. ChatSelector reports it
		// later.
		Binder binder = Binder.get(environment);
		for (String name : new String[] { "bot-id", "model-name", "model" }) {
			if (StringUtils.hasText(binder.bind(PREFIX + name, String.class).orElse(null))) {
				return ConditionOutcome.match(message.foundExactly(PREFIX + name));
			}
		}
		return BotNames.of(environment).isEmpty() ? ConditionOutcome.match(message.because("there are no named bots"))
				: ConditionOutcome.noMatch(message.because("there are only named bots"));
	}

}
