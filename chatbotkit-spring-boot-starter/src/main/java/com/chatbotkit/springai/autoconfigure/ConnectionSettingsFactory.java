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

import com.chatbotkit.springai.autoconfigure.connection.ConnectionSettings;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;

/**
 * Creates the settings of connections from {@code spring.ai.chatbotkit.*}.
 */
final class ConnectionSettingsFactory {

	private static final String CONNECTIONS = ChatBotKitProperties.PREFIX + ".connections";

	private static final String SSL_BUNDLE = ChatBotKitProperties.PREFIX + ".ssl.bundle";

	private final ObjectProvider<SslBundles> sslBundles;

	ConnectionSettingsFactory(ObjectProvider<SslBundles> sslBundles) {
		this.sslBundles = sslBundles;
	}

	ConnectionSettings create(ChatBotKitProperties properties) {
		ChatBotKitProperties.Connections connections = properties.connections();
		String bundle = PropertyChecks.text(SSL_BUNDLE, properties.ssl().bundle());
		return new ConnectionSettings(PropertyChecks.atLeastOne(CONNECTIONS + ".max", connections.max()),
				(connections.maxIdle() != null)
						? PropertyChecks.positive(CONNECTIONS + ".max-idle", connections.maxIdle()) : null,
				connections.http2(), connections.warmUp(), PropertyChecks
					.positive(ChatBotKitProperties.PREFIX + ".timeout.connect", properties.timeout().connect()),
				(bundle != null) ? sslBundle(bundle) : null);
	}

	private SslBundle sslBundle(String name) {
		try {
			return this.sslBundles.getObject().getBundle(name);
		}
		catch (NoSuchSslBundleException ex) {
			throw PropertyChecks.invalid(SSL_BUNDLE, name, "There is no SSL bundle \"" + name
					+ "\". Configure it under spring.ssl.bundle, or correct the name.");
		}
	}

}
