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

import java.util.List;

import com.chatbotkit.springai.ChatBotKitTenant;
import org.jspecify.annotations.Nullable;

/**
 * The properties of one chat: of the default chat, or of a named bot.
 */
interface ChatProperties {

	@Nullable String botId();

	@Nullable String model();

	@Nullable String modelName();

	List<String> fallbacks();

	@Nullable Double temperature();

	@Nullable Integer maxTokens();

	@Nullable Double frequencyPenalty();

	@Nullable Double presencePenalty();

	@Nullable Double topP();

	@Nullable Integer topK();

	@Nullable List<String> stopSequences();

	@Nullable String reasoningEffort();

	boolean carrySettings();

	boolean legacyFunctions();

	ChatBotKitTenant.Replaces tenantReplaces();

}
