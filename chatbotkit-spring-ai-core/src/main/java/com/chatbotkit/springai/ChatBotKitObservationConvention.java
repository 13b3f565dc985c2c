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

package com.chatbotkit.springai;

import io.micrometer.common.KeyValue;

import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.observation.ChatModelObservationContext;
import org.springframework.ai.chat.observation.ChatModelObservationDocumentation;
import org.springframework.ai.chat.observation.DefaultChatModelObservationConvention;
import org.springframework.ai.chat.prompt.ChatOptions;

/**
 * Spring AI's default convention with a low-cardinality response model: the requested
 * model, or {@code other} if the server reports another one.
 */
final class ChatBotKitObservationConvention extends DefaultChatModelObservationConvention {

	@Override
	protected KeyValue responseModel(ChatModelObservationContext context) {
		ChatResponse response = context.getResponse();
		ChatOptions options = context.getRequest().getOptions();
		String requested = (options != null) ? options.getModel() : null;
		return KeyValue.of(ChatModelObservationDocumentation.LowCardinalityKeyNames.RESPONSE_MODEL,
				ModelTag.ofAnswer(requested, (response != null) ? response.getMetadata().getModel() : null));
	}

}
