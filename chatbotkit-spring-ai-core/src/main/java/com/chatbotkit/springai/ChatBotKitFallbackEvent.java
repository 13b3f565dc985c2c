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

import io.micrometer.observation.Observation;

/**
 * Observation event of a request that is sent to a fallback instead of the original bot
 * or model.
 *
 * @param originalSelector the selector of the original bot or model
 * @see com.chatbotkit.springai.api.ChatBotKitRetryEvent
 */
public record ChatBotKitFallbackEvent(String originalSelector) implements Observation.Event {

	@Override
	public String getName() {
		return "chatbotkit.fallback";
	}

	@Override
	public String getContextualName() {
		return "instead of " + this.originalSelector;
	}

}
