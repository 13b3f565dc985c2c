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

import com.chatbotkit.springai.ChatBotKitTenant;
import com.chatbotkit.springai.api.ChatBotKitApi;

import org.springframework.ai.model.ApiKey;
import org.springframework.ai.model.SimpleApiKey;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.util.StringUtils;

/**
 * Finds the secret key: in the {@code ApiKey} bean, in the connection details or in the
 * property, in this order.
 */
final class SecretKeySource {

	static final String BEAN_NAME = "chatBotKitApiKey";

	private static final String PROPERTY = ChatBotKitProperties.PREFIX + ".secret-key";

	private final ObjectProvider<ApiKey> bean;

	private final ChatBotKitConnectionDetails details;

	private final ChatBotKitProperties properties;

	SecretKeySource(ObjectProvider<ApiKey> bean, ChatBotKitConnectionDetails details, ChatBotKitProperties properties) {
		this.bean = bean;
		this.details = details;
		this.properties = properties;
	}

	/**
	 * Returns the {@code ApiKey}. Does not call {@code getValue()} on a bean, because
	 * that may call a vault.
	 */
	ApiKey get() {
		return this.bean.getIfAvailable(this::configured);
	}

	private ApiKey configured() {
		String key = PropertyChecks.text("The secret key of the connection details", this.details.getSecretKey());
		if (key == null) {
			key = PropertyChecks.text(PROPERTY, this.properties.secretKey());
		}
		if (key == null && isNeeded()) {
			throw missing();
		}
		return (key != null) ? of(PROPERTY, key) : () -> {
			throw isTenantRequired() ? new IllegalStateException("Nothing was sent: the tenant has no secret key, and "
					+ PROPERTY + " is not set. Write ChatBotKitTenant.withSecretKey(\"…\")") : missing();
		};
	}

	/**
	 * Returns the key of a property.
	 * @param property the property that failures name
	 */
	static ApiKey of(String property, String key) {
		try {
			ChatBotKitApi.builder().secretKey(key);
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidSettingException(ex.getMessage() + ".", "Correct " + property + ".");
		}
		return new SimpleApiKey(key.trim());
	}

	/**
	 * Whether the shared key is needed. It is not if each bot has its own key, or if each
	 * request needs a tenant, which has a key.
	 */
	private boolean isNeeded() {
		boolean chat = this.properties.bots().isEmpty() || !ChatSelector.isMissing(this.properties.chat());
		return (chat && isNeededFor(this.properties.chat())) || this.properties.bots()
			.values()
			.stream()
			.anyMatch((bot) -> !StringUtils.hasText(bot.secretKey()) && isNeededFor(bot));
	}

	private boolean isNeededFor(ChatProperties chat) {
		return !isTenantRequired() || chat.tenantReplaces() == ChatBotKitTenant.Replaces.NOTHING;
	}

	private boolean isTenantRequired() {
		return this.properties.tenants() == ChatBotKitProperties.Tenants.REQUIRED;
	}

	private InvalidSettingException missing() {
		String action = "Set " + PROPERTY + " to a secret key of your ChatBotKit account, for example by " + PROPERTY
				+ "=${CHATBOTKIT_API_SECRET}, or define an ApiKey bean named " + BEAN_NAME + ".";
		if (this.properties.bots().isEmpty() && ChatSelector.isMissing(this.properties.chat())) {
			action += " No bot or model is selected either: " + ChatSelector.DEFAULT.hint();
		}
		return new InvalidSettingException("The secret key of ChatBotKit is missing.", action);
	}

}
